//! What the system knows: whether it wants dark windows, and which font families it has.

use std::sync::Arc;

use super::{Outbox, spawn};
use crate::app::{
    action::Action,
    fonts::{FontUse, OwnFont},
    notice::Notice,
};

/// Asks the desktop's portal for light or dark, and goes on listening for changes. Windows and macOS tell the window themselves.
#[cfg(target_os = "linux")]
pub fn theme(outbox: &Outbox) {
    spawn("system-theme", outbox, |outbox| {
        let followed = zbus::blocking::Connection::session()
            .and_then(|bus| follow_theme(&bus, &mut |dark| outbox.send(Action::SystemTheme(dark))));
        if let Err(error) = followed {
            log::info!("the desktop does not tell whether it is dark: {error}");
        }
    });
}

/// Tells whether the desktop is dark, now and at each change; `None` when it has no wish. Ends only when the bus does.
#[cfg(target_os = "linux")]
fn follow_theme(bus: &zbus::blocking::Connection, tell: &mut dyn FnMut(Option<bool>)) -> zbus::Result<()> {
    const NAMESPACE: &str = "org.freedesktop.appearance";
    const KEY: &str = "color-scheme";
    let settings = zbus::blocking::Proxy::new(
        bus,
        "org.freedesktop.portal.Desktop",
        "/org/freedesktop/portal/desktop",
        "org.freedesktop.portal.Settings",
    )?;
    // First listen, then ask: no change falls between the two.
    let changes = settings.receive_signal_with_args("SettingChanged", &[(0, NAMESPACE), (1, KEY)])?;
    let now: zbus::zvariant::OwnedValue = settings.call("Read", &(NAMESPACE, KEY))?;
    tell(dark(now.into()));
    for change in changes {
        let (_, _, value): (String, String, zbus::zvariant::OwnedValue) = change.body().deserialize()?;
        tell(dark(value.into()));
    }
    Ok(())
}

/// The portal's number: 1 dark, 2 light, 0 no wish; older portals wrap it in a variant of its own.
#[cfg(target_os = "linux")]
fn dark(mut value: zbus::zvariant::Value<'_>) -> Option<bool> {
    use zbus::zvariant::Value;
    while let Value::Value(inner) = value {
        value = *inner;
    }
    match value {
        Value::U32(1) => Some(true),
        Value::U32(2) => Some(false),
        _ => None,
    }
}

/// Lists the families of the machine. The library that does it panics where fontconfig is missing: then there are none.
pub fn fonts(outbox: &Outbox) {
    spawn("fonts", outbox, |outbox| {
        let listed = std::panic::catch_unwind(|| font_kit::source::SystemSource::new().all_families());
        match listed {
            Ok(Ok(mut families)) => {
                families.sort();
                families.dedup();
                families.retain(|family| !family.starts_with('.'));
                outbox.send(Action::FontFamilies(Arc::new(families)));
            }
            Ok(Err(error)) => log::warn!("font families could not be listed: {error}"),
            Err(_) => log::warn!("font families could not be listed: the font library is missing"),
        }
    });
}

/// Reads the faces of a family that the user chose.
pub fn load_font(what: FontUse, family: String, outbox: &Outbox) {
    spawn("fonts", outbox, move |outbox| {
        let read = std::panic::catch_unwind(|| {
            use font_kit::{family_name::FamilyName, handle::Handle, properties::Properties, source::SystemSource};
            let wanted = [FamilyName::Title(family.clone())];
            match SystemSource::new().select_best_match(&wanted, &Properties::new()).ok()? {
                Handle::Path { path, font_index } => Some((Arc::new(std::fs::read(path).ok()?), font_index)),
                Handle::Memory { bytes, font_index } => Some((bytes, font_index)),
            }
        });
        match read {
            Ok(Some((data, index))) => {
                outbox.send(Action::FontLoaded(what, OwnFont { data, index }));
            }
            Ok(None) | Err(_) => {
                outbox.send(Action::Notify(Notice::failed("notice-font", family, "notice-font-next", "")));
            }
        }
    });
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::{sync::mpsc::sync_channel, time::Duration};

    use zbus::zvariant::Value;

    use super::*;
    use crate::app::jobs::test_bus::TestBus;

    #[test]
    fn the_theme_follows_the_desktop() {
        const PATH: &str = "/org/freedesktop/portal/desktop";
        const INTERFACE: &str = "org.freedesktop.portal.Settings";
        let Some(bus) = TestBus::start() else { return };
        let asked = bus.serve("org.freedesktop.portal.Desktop", |portal, call| {
            // As portals do: a variant in a variant.
            portal.reply(&call.header(), &Value::new(Value::new(Value::U32(1)))).unwrap();
            for (namespace, key, value) in [
                ("org.freedesktop.appearance", "color-scheme", 2_u32),
                ("org.freedesktop.appearance", "contrast", 1),
                ("org.freedesktop.appearance", "color-scheme", 0),
                ("org.freedesktop.appearance", "color-scheme", 1),
            ] {
                let change = (namespace, key, Value::U32(value));
                portal.emit_signal(None::<&str>, PATH, INTERFACE, "SettingChanged", &change).unwrap();
            }
        });
        let (told, heard) = sync_channel(10);
        let connection = bus.connect();
        std::thread::Builder::new()
            .name("test-theme".into())
            .spawn(move || follow_theme(&connection, &mut |dark| told.send(dark).unwrap()))
            .unwrap();
        for expected in [Some(true), Some(false), None, Some(true)] {
            assert_eq!(heard.recv_timeout(Duration::from_secs(10)).unwrap(), expected);
        }
        asked.recv_timeout(Duration::from_secs(10)).unwrap();
    }
}
