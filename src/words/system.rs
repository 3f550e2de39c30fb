//! What the system says when something fails, which it says in a language of its own, in the words of the interface.

use super::{Language, Words};

/// The system's numbers of what people can do something about, with the message of each.
#[cfg(not(windows))]
const KNOWN: [(u32, &str); 10] = [
    (1, "problem-os-denied"),
    (2, "problem-os-missing"),
    (5, "problem-os-faulty"),
    (13, "problem-os-denied"),
    (20, "problem-os-no-folder"),
    (24, "problem-os-too-many"),
    (28, "problem-os-full"),
    (30, "problem-os-read-only"),
    (36, "problem-os-long-name"),
    (122, "problem-os-quota"),
];
#[cfg(windows)]
const KNOWN: [(u32, &str); 10] = [
    (2, "problem-os-missing"),
    (3, "problem-os-missing"),
    (4, "problem-os-too-many"),
    (5, "problem-os-denied"),
    (19, "problem-os-read-only"),
    (23, "problem-os-faulty"),
    (112, "problem-os-full"),
    (206, "problem-os-long-name"),
    (267, "problem-os-no-folder"),
    (1295, "problem-os-quota"),
];

impl Words {
    /// What the system said (`Permission denied (os error 13)`), in the words of the interface and with its own in brackets behind them.
    /// What has no number stays as it is.
    #[must_use]
    pub fn system_said(&self, said: &str) -> String {
        let known = number_of(said).and_then(|number| KNOWN.iter().find(|(known, _)| *known == number));
        match known {
            Some((_, id)) if self.language() != Language::En => {
                self.tn("problem-os", &[("what", self.t(id).into_owned().into()), ("said", said.to_owned().into())])
            }
            _ => said.to_owned(),
        }
    }
}

/// The number at the end of what Rust makes of the system's words.
fn number_of(said: &str) -> Option<u32> {
    let (_, number) = said.rsplit_once("(os error ")?;
    number.strip_suffix(')')?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_says_is_said_in_the_language_of_the_interface() {
        let plain =
            |text: String| -> String { text.chars().filter(|c| !matches!(c, '\u{2068}' | '\u{2069}')).collect() };
        let (number, _) = KNOWN.into_iter().find(|(_, id)| *id == "problem-os-full").unwrap();
        let said = std::io::Error::from_raw_os_error(i32::try_from(number).unwrap()).to_string();
        let words = Words::new(Language::Hans);
        assert_eq!(plain(words.system_said(&said)), format!("磁盘已满（{said}）"));
        assert_eq!(Words::new(Language::En).system_said(&said), said);
        for other in ["", "broken", "odd (os error 9999)", "(os error x)"] {
            assert_eq!(words.system_said(other), other);
        }
        for (_, id) in KNOWN {
            assert_ne!(words.t(id), id, "it has words");
        }
    }
}
