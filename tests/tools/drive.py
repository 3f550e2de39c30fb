#!/usr/bin/python3
"""Drive the finished program as a person would, on a machine without a display.

Starts its own Xvfb, session bus and window manager, runs the program in it, finds controls by their accessible names (what a screen
reader hears), clicks and types with real X events, and takes pictures.

    apt install xvfb xdotool openbox dbus at-spi2-core gir1.2-atspi-2.0 python3-gi libglib2.0-bin imagemagick xclip libgl1-mesa-dri
    /usr/bin/python3 tests/tools/drive.py picture.png target/release/shuangcheng FOLDER     # picture, and the tree of names

As a module:

    with Session(size="1280x800", portal=True) as session:
        app = session.start(["target/release/shuangcheng", "folder"], name="shuangcheng")
        session.answer_dialog("/some/folder")       # what the next file dialog will return; no path means Cancel
        app.click("打开文件夹…")
        app.type_into("搜索", "遂宁")
        app.wait(lambda: app.find("3 / 5 篇"))
        session.shot("after.png")

Python must be the system's own, /usr/bin/python3: python3-gi is invisible to others. The accessibility library is bound to one bus for
the life of a Python process, so: one Session a process.
"""
import json
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time

# The window fills the screen without a frame, so that a picture of the screen is a picture of the window.
OPENBOX = """<openbox_config xmlns="http://openbox.org/3.4/rc"><applications><application class="shuangcheng">
<decor>no</decor><maximized>{maximized}</maximized><focus>yes</focus></application></applications></openbox_config>"""

# A bus on which nothing starts by itself but the accessibility service.
BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd"><busconfig><type>session</type>
<listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth><servicedir>{services}</servicedir>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>"""


class DriveError(RuntimeError):
    """Something did not appear, or did not start."""


def wait_for(look, seconds, what, step=0.05):
    """Calls `look` until it returns something true. Accessible objects go stale between frames, so errors count as "not yet"."""
    end, last = time.monotonic() + seconds, None
    while time.monotonic() < end:
        try:
            last = look()
            if last:
                return last
        except SystemExit:
            raise
        except Exception as error:  # noqa: BLE001
            last = error
        time.sleep(step)
    raise DriveError(f"waited {seconds} s for {what} (last: {last!r})")


class Session:
    """A screen of its own: X server, bus, window manager; all of it ends with the `with` block.

    size: of the screen; maximized: whether the window fills it; portal: put a stand-in for the desktop's file dialogs on the bus;
    home: the home folder (a fresh one otherwise); env: more environment; locale: of the program.
    """

    def __init__(self, size="1440x900", maximized=True, portal=False, home=None, env=None, locale="C.UTF-8"):
        self.size, self.maximized, self.portal, self.home, self.locale = size, maximized, portal, home, locale
        self.more, self.processes = dict(env or {}), []

    def __enter__(self):
        try:
            self._begin()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for process in reversed(self.processes):
            if process.poll() is None:
                try:
                    os.killpg(process.pid, signal.SIGTERM)
                    process.wait(3)
                except subprocess.TimeoutExpired:
                    os.killpg(process.pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
        shutil.rmtree(getattr(self, "folder", ""), ignore_errors=True)

    def _begin(self):
        self.folder = tempfile.mkdtemp(prefix="drive-")
        runtime = self._file("run", None)
        os.makedirs(runtime, 0o700)
        home = self.home or self._file("home", None)
        os.makedirs(home, exist_ok=True)
        kept = {k: v for k, v in os.environ.items() if k in ("PATH", "RUST_LOG", "RUST_BACKTRACE")}
        self.env = {**kept, "HOME": home, "XDG_RUNTIME_DIR": runtime, "LC_ALL": self.locale, "GSETTINGS_BACKEND": "memory", **self.more}
        self._start_x()
        self._start_bus()
        config = self._file("openbox.xml", OPENBOX.format(maximized="yes" if self.maximized else "no"))
        self._spawn(["openbox", "--config-file", config])
        self._gdbus("org.a11y.Bus", "/org/a11y/bus", "org.freedesktop.DBus.Properties.Set", "org.a11y.Status", "IsEnabled", "<true>")
        answer = self._gdbus("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus.GetAddress")
        self.env["AT_SPI_BUS_ADDRESS"] = re.search(r"'(.*?)'", answer).group(1)
        if self.portal:
            self.answers, self.requests = self._file("answers", ""), self._file("requests", "")
            self._spawn([sys.executable, os.path.abspath(__file__), "--portal", self.answers, self.requests])
            wait_for(lambda: "true" in self._gdbus("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus.NameHasOwner",
                                                   "org.freedesktop.portal.Desktop"), 10, "the stand-in for file dialogs")
        time.sleep(0.4)

    def _start_x(self):
        read, write = os.pipe()
        server = self._spawn(["Xvfb", "-displayfd", str(write), "-screen", "0", f"{self.size}x24", "-nolisten", "tcp", "-noreset"],
                             pass_fds=(write,))
        os.close(write)
        number = b""
        # Number and line end come in two writes; closing the pipe between them would end the server.
        while not number.endswith(b"\n"):
            piece = os.read(read, 16) if select.select([read], [], [], 20)[0] else b""
            if not piece:
                raise DriveError("Xvfb did not start: " + open(server.log).read())
            number += piece
        os.close(read)
        self.env["DISPLAY"] = ":" + number.decode().strip()

    def _start_bus(self):
        services = self._file("services", None)
        os.makedirs(services)
        shutil.copy("/usr/share/dbus-1/services/org.a11y.Bus.service", services)
        config = self._file("bus.conf", BUS.format(services=services))
        bus = self._spawn(["dbus-daemon", "--config-file=" + config, "--nofork", "--print-address"], stdout=subprocess.PIPE)
        self.env["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().decode().strip()

    def _file(self, name, text):
        path = os.path.join(self.folder, name)
        if text is not None:
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        return path

    def _spawn(self, argv, **options):
        # Output goes to a file: a pipe that nobody empties would stop a talkative program.
        path = os.path.join(self.folder, f"{len(self.processes)}-{os.path.basename(argv[0])}.log")
        with open(path, "ab") as log:
            options.setdefault("stdout", log)
            process = subprocess.Popen(argv, stderr=log, stdin=subprocess.DEVNULL, env=self.env, start_new_session=True, **options)
        process.log = path
        self.processes.append(process)
        return process

    def _gdbus(self, name, path, method, *arguments):
        done = subprocess.run(["gdbus", "call", "--session", "-d", name, "-o", path, "-m", method, *arguments], env=self.env,
                              capture_output=True, text=True, timeout=30)
        if done.returncode:
            raise DriveError(f"{method}: {done.stderr}")
        return done.stdout

    def start(self, argv, name=None, seconds=30, env=None):
        """Starts a program and waits until its names can be read."""
        outer, self.env = self.env, {**self.env, **(env or {})}
        try:
            process = self._spawn([str(a) for a in argv])
        finally:
            self.env = outer
        app = App(self, process, name or os.path.basename(str(argv[0])))
        app.wait_ready(seconds)
        return app

    def x(self, *argv):
        """Runs xdotool."""
        done = subprocess.run(["xdotool", *map(str, argv)], env=self.env, capture_output=True, text=True, timeout=30)
        if done.returncode:
            raise DriveError(f"xdotool {argv}: {done.stderr}")
        return done.stdout.strip()

    def shot(self, path):
        """Writes a picture of the screen, without the time it was taken."""
        plain = ["-strip", "-quality", "95", "-define", "png:exclude-chunks=date,time"]
        subprocess.run(["import", "-silent", "-window", "root", *plain, path], env=self.env, check=True, timeout=60)
        return path

    def settle(self, seconds=20):
        """Waits until two pictures, half a second apart, are the same."""
        last = [b""]

        def same():
            now = subprocess.run(["import", "-silent", "-window", "root", "rgb:-"], env=self.env, capture_output=True, timeout=60).stdout
            before, last[0] = last[0], now
            return now == before
        wait_for(same, seconds, "a quiet screen", step=0.5)

    def key(self, *keys):
        """Presses keys by their X names: key("ctrl+shift+d")."""
        self.x("key", "--clearmodifiers", *keys)

    def type(self, text):
        """Types ASCII; anything else goes through the clipboard and Ctrl+V."""
        if text.isascii():
            self.x("type", "--delay", 12, "--", text)
        else:
            self.set_clipboard(text)
            self.key("ctrl+v")

    def set_clipboard(self, text):
        owner = subprocess.Popen(["xclip", "-selection", "clipboard", "-in", "-quiet"], env=self.env, stdin=subprocess.PIPE,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        owner.stdin.write(text.encode())
        owner.stdin.close()
        self.processes.append(owner)
        time.sleep(0.2)

    def get_clipboard(self):
        done = subprocess.run(["xclip", "-selection", "clipboard", "-out"], env=self.env, capture_output=True, timeout=10)
        return done.stdout.decode(errors="replace")

    def answer_dialog(self, *paths):
        """portal=True: the next file dialog returns these paths; none means Cancel."""
        with open(self.answers, "a", encoding="utf-8") as file:
            file.write(json.dumps([str(p) for p in paths]) + "\n")

    def dialog_requests(self):
        """portal=True: what the program asked for, as [method, parent window, title, options]."""
        with open(self.requests, encoding="utf-8") as file:
            return [json.loads(line) for line in file]


_atspi = None


def atspi(env):
    """The accessibility library, bound to the session's bus."""
    global _atspi
    if _atspi is None:
        for name in ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "AT_SPI_BUS_ADDRESS"):
            os.environ[name] = env[name]
        import gi
        gi.require_version("Atspi", "2.0")
        from gi.repository import Atspi
        Atspi.init()
        Atspi.set_timeout(3000, 8000)
        _atspi = Atspi
    return _atspi


class Node:
    """A control as assistive technology sees it."""

    def __init__(self, app, accessible):
        self.app, self.accessible = app, accessible

    name = property(lambda self: self.accessible.get_name() or "")
    role = property(lambda self: self.accessible.get_role_name())

    def text(self):
        """The text of a label or field; None where there is none."""
        try:
            text = self.accessible.get_text_iface()
            return text and _atspi.Text.get_text(text, 0, _atspi.Text.get_character_count(text))
        except Exception:  # noqa: BLE001
            return None

    def states(self):
        return {state.value_nick for state in self.accessible.get_state_set().get_states()}

    def rect(self):
        """x, y, width, height on the screen, pixels."""
        component = self.accessible.get_component_iface()
        if component is None:
            return 0, 0, 0, 0
        area = _atspi.Component.get_extents(component, _atspi.CoordType.SCREEN)
        return area.x, area.y, area.width, area.height

    def click(self, button=1, count=1):
        x, y, width, height = self.rect()
        if width <= 0 or height <= 0:
            raise DriveError(f"{self!r} has no area")
        session = self.app.session
        session.x("mousemove", x + width // 2, y + height // 2)  # with --sync it would hang when the pointer is there already
        time.sleep(0.05)  # one frame with the pointer over the control
        session.x("click", "--repeat", count, "--delay", 80, button)
        time.sleep(0.05)

    def act(self, index=0):
        """The screen reader's way: works for controls that are scrolled out of sight."""
        action = self.accessible.get_action_iface()
        if action is None or not _atspi.Action.do_action(action, index):
            raise DriveError(f"{self!r} has no action {index}")

    def __repr__(self):
        return f"<{self.role} {self.name!r}>"


class App:
    """A running program."""

    def __init__(self, session, process, name):
        self.session, self.process, self.name = session, process, name
        atspi(session.env)

    def root(self):
        desktop = _atspi.get_desktop(0)
        desktop.clear_cache()
        for i in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(i)
            if child and child.get_name() == self.name and child.get_child_count() > 0:
                return child
        return None

    def wait_ready(self, seconds=30):
        def look():
            if self.process.poll() is not None:
                raise SystemExit(f"{self.name} ended with {self.process.returncode}:\n{self.log()}")
            return self.root()
        return wait_for(look, seconds, f"{self.name} on the accessibility bus")

    def walk(self, node=None, depth=0):
        """(depth, Node) of everything in the window."""
        node = node or self.root()
        if node is not None:
            yield depth, Node(self, node)
            for i in range(node.get_child_count()):
                child = node.get_child_at_index(i)
                if child is not None:
                    yield from self.walk(child, depth + 1)

    def all(self, name=None, role=None):
        """Controls with this name (or text), a string or a compiled pattern."""
        found = []
        for _, node in self.walk():
            try:
                label = node.name or node.text() or ""
                fits = name is None or (name.search(label) if hasattr(name, "search") else name == label)
                if fits and (role is None or node.role == role):
                    found.append(node)
            except Exception:  # noqa: BLE001, S112  the control went away meanwhile
                continue
        return found

    def find(self, name=None, role=None):
        found = self.all(name, role)
        return found[0] if found else None

    def wait(self, look, seconds=10, what="the condition"):
        return wait_for(look, seconds, what)

    def get(self, name=None, role=None, seconds=10):
        return wait_for(lambda: self.find(name, role), seconds, f"{role or 'control'} {name!r}")

    def click(self, name, role=None, seconds=10):
        node = self.get(name, role, seconds)
        node.click()
        return node

    def type_into(self, name, text, seconds=10):
        """Clicks a text field, empties it and types."""
        roles = ("entry", "text", "text box", "password text")
        field = wait_for(lambda: next((n for n in self.all(name) if n.role in roles), None), seconds, f"text field {name!r}")
        field.click()
        self.session.key("ctrl+a")
        self.session.key("BackSpace")
        self.session.type(text)
        return field

    def dump(self):
        """The whole tree, one control a line."""
        lines = []
        for depth, node in self.walk():
            try:
                text = node.text()
                lines.append("  " * depth + f"[{node.role}] {node.name!r}" + (f" text={text!r}" if text else "") + f" {node.rect()}")
            except Exception as error:  # noqa: BLE001
                lines.append("  " * depth + f"? {error}")
        return "\n".join(lines)

    def log(self):
        with open(self.process.log, errors="replace", encoding="utf-8") as file:
            return file.read()

    def memory_kb(self):
        """Memory of its own, kB."""
        with open(f"/proc/{self.process.pid}/status", encoding="utf-8") as file:
            return int(re.search(r"RssAnon:\s+(\d+)", file.read()).group(1))

    def close(self, seconds=10):
        """Closes the window as its close button does; returns the exit code."""
        self.session.key("alt+F4")
        return self.process.wait(seconds)


def run_portal(answers, requests):
    """A stand-in for the desktop's file dialogs that answers from a file."""
    import gi  # noqa: F401
    from gi.repository import Gio, GLib
    method = ('<method name="{}"><arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="a{{sv}}" direction="in"/>'
              '<arg type="o" direction="out"/></method>')
    info = Gio.DBusNodeInfo.new_for_xml('<node><interface name="org.freedesktop.portal.FileChooser">' + method.format("OpenFile")
                                        + method.format("SaveFile") + '<property name="version" type="u" access="read"/></interface></node>')
    used = [0]

    def plain(value):
        is_path = isinstance(value, list) and value and all(isinstance(v, int) for v in value)
        return bytes(value).rstrip(b"\0").decode(errors="replace") if is_path else value

    def call(connection, sender, _path, _interface, name, parameters, invocation):
        parent, title, options = parameters.unpack()
        with open(requests, "a", encoding="utf-8") as file:
            file.write(json.dumps([name, parent, title, {k: plain(v) for k, v in options.items()}], default=str) + "\n")
        handle = f"/org/freedesktop/portal/desktop/request/{sender[1:].replace('.', '_')}/{options.get('handle_token', 't')}"
        invocation.return_value(GLib.Variant("(o)", (handle,)))

        def reply():
            with open(answers, encoding="utf-8") as file:
                lines = file.read().splitlines()
            if used[0] >= len(lines):
                return True  # nobody answered yet: the dialog stays open
            uris = [GLib.filename_to_uri(path) for path in json.loads(lines[used[0]])]
            used[0] += 1
            result = {"uris": GLib.Variant("as", uris)} if uris else {}
            connection.emit_signal(sender, handle, "org.freedesktop.portal.Request", "Response",
                                   GLib.Variant("(ua{sv})", (0 if uris else 1, result)))
            return False
        GLib.timeout_add(100, reply)

    def acquired(connection, _name):
        connection.register_object("/org/freedesktop/portal/desktop", info.interfaces[0], call, lambda *_: GLib.Variant("u", 4), None)
    Gio.bus_own_name(Gio.BusType.SESSION, "org.freedesktop.portal.Desktop", 0, acquired, None, None)
    GLib.MainLoop().run()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--portal"]:
        run_portal(*sys.argv[2:4])
    elif len(sys.argv) < 3:
        print(__doc__)
    else:
        with Session() as one:
            program = one.start(sys.argv[2:])
            one.settle()
            print(program.dump())
            print(one.shot(sys.argv[1]))
