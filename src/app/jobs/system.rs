//! What the system knows: whether it wants dark windows, and which font families it has.

use std::sync::Arc;

use super::{Outbox, spawn};
use crate::app::{action::Action, notice::Notice};

/// Asks the desktop's portal for light or dark once. Windows and macOS tell the window themselves.
#[cfg(target_os = "linux")]
pub fn theme(outbox: &Outbox) {
    spawn("system-theme", outbox, |outbox| {
        if let Some(dark) = portal_dark() {
            outbox.send(Action::SystemTheme(Some(dark)));
        }
    });
}

#[cfg(target_os = "linux")]
fn portal_dark() -> Option<bool> {
    use zbus::{blocking::Connection, zvariant::OwnedValue};
    let connection = Connection::session().ok()?;
    let reply = connection
        .call_method(
            Some("org.freedesktop.portal.Desktop"),
            "/org/freedesktop/portal/desktop",
            Some("org.freedesktop.portal.Settings"),
            "Read",
            &("org.freedesktop.appearance", "color-scheme"),
        )
        .ok()?;
    let value: OwnedValue = reply.body().deserialize().ok()?;
    // The portal wraps the number in a variant of its own.
    let mut value = zbus::zvariant::Value::from(value);
    while let zbus::zvariant::Value::Value(inner) = value {
        value = *inner;
    }
    match value {
        zbus::zvariant::Value::U32(1) => Some(true),
        zbus::zvariant::Value::U32(2) => Some(false),
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
pub fn load_font(family: String, outbox: &Outbox) {
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
                outbox.send(Action::FontLoaded(super::super::fonts::OwnFont { data, index }));
            }
            Ok(None) | Err(_) => {
                outbox.send(Action::Notify(Notice::failed("notice-font", family, "notice-font-next", "")));
            }
        }
    });
}
