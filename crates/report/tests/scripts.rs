//! The embedded scripts are those that `assets/SOURCES.toml` names, byte for byte, and ask the network for nothing.

use bangjiao_report::SCRIPTS;
use sha2::{Digest, Sha256};

fn sources() -> Vec<toml::Table> {
    let table: toml::Table = include_str!("../assets/SOURCES.toml").parse().expect("it is TOML");
    let scripts = table["script"].as_array().expect("scripts are listed");
    scripts.iter().map(|script| script.as_table().expect("a script is a table").clone()).collect()
}

#[test]
fn scripts_are_unchanged_and_carry_their_licences() {
    let sources = sources();
    assert_eq!(SCRIPTS.len(), sources.len());
    for (script, source) in SCRIPTS.iter().zip(&sources) {
        let field = |name: &str| source[name].as_str().expect("it is text");
        assert_eq!(
            [script.name, script.version, script.licence, script.contains],
            ["name", "version", "licence", "contains"].map(field)
        );
        let digest: String = Sha256::digest(script.code).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(digest, field("sha256"), "{}", script.name);
        assert!(script.licence_text.contains("Copyright"), "{}", script.name);
    }
}

#[test]
fn scripts_can_stand_inside_a_page() {
    for script in SCRIPTS {
        let code = script.code.to_lowercase();
        assert!(!code.contains("</script") && !code.contains("<!--"), "{}", script.name);
    }
}
