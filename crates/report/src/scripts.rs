/// A script that the page embeds unchanged; `assets/SOURCES.toml` says where it comes from.
///
/// ```
/// assert!(bangjiao_report::SCRIPTS.iter().any(|script| script.name == "force-graph"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Script {
    /// Its name in the npm registry.
    pub name: &'static str,
    /// Its version there.
    pub version: &'static str,
    /// Its licence by SPDX.
    pub licence: &'static str,
    /// The text of the licence.
    pub licence_text: &'static str,
    /// What its authors bundled into it, with licences; may be empty.
    pub contains: &'static str,
    /// The script itself.
    #[serde(skip)]
    pub code: &'static str,
}

/// Every embedded script, in the order in which they must run.
pub const SCRIPTS: &[Script] = &[
    Script {
        name: "vega",
        version: "6.4.0",
        licence: "BSD-3-Clause",
        licence_text: include_str!("../assets/licences/vega.txt"),
        contains: "D3 (ISC)",
        code: include_str!("../assets/vega.min.js"),
    },
    Script {
        name: "vega-lite",
        version: "6.4.3",
        licence: "BSD-3-Clause",
        licence_text: include_str!("../assets/licences/vega-lite.txt"),
        contains: "",
        code: include_str!("../assets/vega-lite.min.js"),
    },
    Script {
        name: "vega-embed",
        version: "7.3.0",
        licence: "BSD-3-Clause",
        licence_text: include_str!("../assets/licences/vega-embed.txt"),
        contains: "fast-json-patch (MIT), semver (ISC)",
        code: include_str!("../assets/vega-embed.min.js"),
    },
    Script {
        name: "force-graph",
        version: "1.52.0",
        licence: "MIT",
        licence_text: include_str!("../assets/licences/force-graph.txt"),
        contains: "D3 (ISC), kapsule and its companions (MIT), preact (MIT), lodash (MIT), tinycolor2 (MIT)",
        code: include_str!("../assets/force-graph.min.js"),
    },
];
