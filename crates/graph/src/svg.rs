use std::io::{self, BufWriter, Write};

use bangjiao_document::Kind;

use crate::xml::append_escaped;
use crate::{Network, Node};

const WIDTH: f64 = 1600.0;
const HEIGHT: f64 = 1200.0;
const MARGIN: f64 = 70.0;

/// Colours that people with colour blindness tell apart, for the largest communities; the others are grey.
///
/// # Source
/// Okabe and Ito 2008, Color universal design; four more from Paul Tol's muted scheme.
const COLOURS: [&str; 11] = [
    "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#d55e00", "#56b4e9", "#882255", "#999933", "#44aa99",
    "#332288", "#aa4499",
];
const OTHER: &str = "#9a9a9a";

/// Fonts with Chinese characters on the systems that people use, the first that is there being taken.
const FONTS: &str = "Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Hiragino Sans GB, Microsoft YaHei, \
                     WenQuanYi Micro Hei, SimHei, sans-serif";

/// Draws a network whose nodes have positions: size by strength, colour by community, shape by kind, width by weight.
///
/// Labels are Chinese names, the strongest nodes first; one that finds no free place beside its node is left out, and
/// stands in the node's tooltip alone. Edges with a disparity of 0.05 or more are drawn only where they are the
/// strongest of an end.
///
/// # Errors
/// Whatever `output` fails with.
pub fn write_svg(network: &Network<'_>, output: impl Write) -> io::Result<()> {
    let mut output = BufWriter::new(output);
    let picture = Picture::new(network);
    let mut svg = Vec::new();
    write!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{HEIGHT}\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" \
         font-family=\"{FONTS}\">\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n"
    )?;
    svg.extend_from_slice(b"<g stroke=\"#777777\" stroke-linecap=\"round\">\n");
    let n_drawn = picture.edges(network, &mut svg)?;
    svg.extend_from_slice(b"</g>\n<g stroke=\"#ffffff\" stroke-width=\"1\">\n");
    picture.nodes(&mut svg)?;
    svg.extend_from_slice(b"</g>\n<g text-anchor=\"middle\" paint-order=\"stroke\" stroke=\"#ffffff\" stroke-width=\"3\" fill=\"#1a1a1a\">\n");
    picture.labels(&mut svg)?;
    svg.extend_from_slice(b"</g>\n");
    picture.legend(network, n_drawn, &mut svg)?;
    svg.extend_from_slice(b"</svg>\n");
    output.write_all(&svg)?;
    output.flush()
}

/// A node on the page.
struct Spot<'n> {
    node: &'n Node,
    x: f64,
    y: f64,
    radius: f64,
    font: f64,
}

struct Picture<'n> {
    spots: Vec<Spot<'n>>,
    /// The spots, strongest first.
    by_strength: Vec<usize>,
}

impl<'n> Picture<'n> {
    fn new(network: &'n Network<'_>) -> Self {
        let nodes: Vec<&Node> = network.nodes().collect();
        let places: Vec<(f64, f64)> = nodes.iter().map(|node| node.position.unwrap_or_default()).collect();
        let range = |values: &mut dyn Iterator<Item = f64>| {
            values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
                (low.min(value), high.max(value))
            })
        };
        let (left, right) = range(&mut places.iter().map(|place| place.0));
        let (low, high) = range(&mut places.iter().map(|place| place.1));
        let scale = |value: f64, from: f64, to: f64, length: f64| {
            let span = if to > from { to - from } else { 1.0 };
            MARGIN + (value - from) / span * (length - 2.0 * MARGIN)
        };
        let most = nodes.iter().map(|node| node.strength).max().unwrap_or(1).max(1) as f64;
        // Many nodes leave little room for each.
        let room = (60.0 / nodes.len().max(1) as f64).sqrt().clamp(0.4, 1.0);
        let mut spots: Vec<Spot<'n>> = nodes
            .iter()
            .zip(&places)
            .map(|(node, &(x, y))| {
                let share = (node.strength as f64 / most).sqrt();
                Spot {
                    node,
                    x: scale(x, left, right, WIDTH),
                    y: HEIGHT - scale(y, low, high, HEIGHT),
                    radius: (5.0 + 32.0 * share) * room.max(0.5),
                    font: 10.0 + (14.0 * share) * room + 4.0 * room,
                }
            })
            .collect();
        push_apart(&mut spots);
        let mut by_strength: Vec<usize> = (0..spots.len()).collect();
        by_strength.sort_by_key(|&at| std::cmp::Reverse(nodes[at].strength));
        Picture { spots, by_strength }
    }

    /// Draws edges and returns how many.
    fn edges(&self, network: &Network<'_>, svg: &mut Vec<u8>) -> io::Result<usize> {
        let mut strongest = vec![0; self.spots.len()];
        let mut lines: Vec<(usize, usize, i64, f64)> = Vec::new();
        for (number, tie) in network.graph().edge_weights().enumerate() {
            // A spot has the number of its node.
            let [one, other] = network.ends(number);
            for end in [one, other] {
                strongest[end] = strongest[end].max(tie.weight);
            }
            lines.push((one, other, tie.weight, tie.disparity));
        }
        lines.retain(|&(one, other, weight, disparity)| {
            disparity < 0.05 || weight == strongest[one] || weight == strongest[other]
        });
        let most = lines.iter().map(|line| line.2).max().unwrap_or(1).max(1) as f64;
        // The heaviest lie on top.
        lines.sort_by_key(|line| line.2);
        let n_drawn = lines.len();
        for (one, other, weight, _) in lines {
            let share = (weight as f64 / most).sqrt();
            let (one, other) = (&self.spots[one], &self.spots[other]);
            writeln!(
                svg,
                "<line x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\" stroke-width=\"{:.2}\" stroke-opacity=\"{:.2}\"/>",
                one.x,
                one.y,
                other.x,
                other.y,
                0.4 + 7.0 * share,
                0.15 + 0.45 * share
            )?;
        }
        Ok(n_drawn)
    }

    fn nodes(&self, svg: &mut Vec<u8>) -> io::Result<()> {
        // The strongest lie below, so that none is hidden.
        for spot in self.by_strength.iter().map(|&at| &self.spots[at]) {
            let (fill, Spot { x, y, radius, .. }) = (colour(spot.node), spot);
            match spot.node.kind {
                Kind::Country => {
                    write!(svg, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\" fill=\"{fill}\">")?
                }
                Kind::Person => {
                    let side = radius * 1.7;
                    let (left, top) = (x - side / 2.0, y - side / 2.0);
                    write!(
                        svg,
                        "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{side:.1}\" height=\"{side:.1}\" fill=\"{fill}\">"
                    )?;
                }
                _ => {
                    let half = radius * 1.2;
                    let (left, right, top, bottom) = (x - half, x + half, y - half, y + half);
                    write!(
                        svg,
                        "<path d=\"M{left:.1} {y:.1}L{x:.1} {top:.1}L{right:.1} {y:.1}L{x:.1} {bottom:.1}Z\" fill=\"{fill}\">"
                    )?;
                }
            }
            let end = if matches!(spot.node.kind, Kind::Country) {
                "</circle>\n"
            } else if spot.node.kind == Kind::Person {
                "</rect>\n"
            } else {
                "</path>\n"
            };
            svg.extend_from_slice(b"<title>");
            append_escaped(&spot.node.name_zh, svg);
            if let Some(name) = &spot.node.name_en {
                svg.push(b' ');
                append_escaped(name, svg);
            }
            write!(
                svg,
                " {} {}</title>{end}",
                spot.node.id.as_str().replace(['<', '>', '&'], ""),
                spot.node.strength
            )?;
        }
        Ok(())
    }

    fn labels(&self, svg: &mut Vec<u8>) -> io::Result<()> {
        let mut taken: Vec<[f64; 4]> = Vec::new();
        for spot in self.by_strength.iter().map(|&at| &self.spots[at]) {
            let (text, width) = shortened(&spot.node.name_zh);
            let (width, height) = (width * spot.font, spot.font * 1.15);
            let beside = spot.radius + 3.0;
            let places = [
                (0.0, -beside - height / 2.0),
                (0.0, beside + height / 2.0),
                (beside + width / 2.0, 0.0),
                (-beside - width / 2.0, 0.0),
                (beside * 0.7 + width / 2.0, -beside * 0.7 - height / 2.0),
                (-beside * 0.7 - width / 2.0, -beside * 0.7 - height / 2.0),
                (beside * 0.7 + width / 2.0, beside * 0.7 + height / 2.0),
                (-beside * 0.7 - width / 2.0, beside * 0.7 + height / 2.0),
            ];
            // A wide circle holds its own name.
            let inside = (spot.radius * 1.9 > width).then_some((0.0, 0.0));
            let free = inside.into_iter().chain(places).find_map(|(dx, dy)| {
                // A label above or below may stand aside, so that it stays on the page.
                let border = width / 2.0 + 4.0;
                let x = if dx == 0.0 { spot.x.clamp(border, WIDTH - border) } else { spot.x + dx };
                let y = spot.y + dy;
                let area = [x - width / 2.0, y - height / 2.0, x + width / 2.0, y + height / 2.0];
                let on_page =
                    area[0] > 2.0 && area[1] > 2.0 && area[2] < WIDTH - 2.0 && area[3] < HEIGHT - 2.0;
                let apart = |other: &[f64; 4]| {
                    area[2] < other[0] || other[2] < area[0] || area[3] < other[1] || other[3] < area[1]
                };
                let hides = |other: &Spot<'_>| {
                    !std::ptr::eq(other, spot)
                        && (other.x - x).abs() < width / 2.0 + other.radius * 0.6
                        && (other.y - y).abs() < height / 2.0 + other.radius * 0.6
                };
                let free = on_page && taken.iter().all(apart) && !self.spots.iter().any(hides);
                free.then_some((x, y, area))
            });
            let Some((x, y, area)) = free else { continue };
            taken.push(area);
            write!(
                svg,
                "<text x=\"{x:.1}\" y=\"{:.1}\" font-size=\"{:.1}\">",
                y + spot.font * 0.36,
                spot.font
            )?;
            append_escaped(&text, svg);
            svg.extend_from_slice(b"</text>\n");
        }
        Ok(())
    }

    fn legend(&self, network: &Network<'_>, n_drawn: usize, svg: &mut Vec<u8>) -> io::Result<()> {
        let (n_nodes, n_edges) = (self.spots.len(), network.n_edges());
        let window = network.edges().next().map_or("sentence", |edge| edge.count.window.as_str());
        let kinds = [(Kind::Country, "●"), (Kind::Person, "■")];
        let met = |kind| self.spots.iter().any(|spot| spot.node.kind == kind);
        let mut signs: Vec<String> = kinds
            .into_iter()
            .filter(|(kind, _)| met(*kind))
            .map(|(kind, sign)| format!("{sign} {kind}"))
            .collect();
        if self.spots.iter().any(|spot| kinds.iter().all(|(kind, _)| *kind != spot.node.kind)) {
            signs.push("◆ other".to_owned());
        }
        writeln!(
            svg,
            "<text x=\"16\" y=\"{:.0}\" font-size=\"14\" fill=\"#555555\">{n_nodes} nodes, {n_drawn} of {n_edges} edges; window: {window}; \
             area: strength; colour: community; {}</text>",
            HEIGHT - 14.0,
            signs.join("  ")
        )
    }
}

fn colour(node: &Node) -> &'static str {
    let community = node.measures.map_or(0, |measures| measures.community);
    usize::try_from(community - 1).ok().and_then(|at| COLOURS.get(at)).copied().unwrap_or(OTHER)
}

/// A name of at most twelve characters, and its width in units of the font's size.
fn shortened(name: &str) -> (String, f64) {
    let mut text: String = name.chars().take(12).collect();
    if name.chars().count() > 12 {
        text.push('…');
    }
    let width = text.chars().map(|character| if character.is_ascii() { 0.6 } else { 1.0 }).sum();
    (text, width)
}

/// Moves spots that lie on each other apart, a little at a time.
fn push_apart(spots: &mut [Spot<'_>]) {
    for _ in 0..200 {
        let mut moved = false;
        for one in 0..spots.len() {
            for other in one + 1..spots.len() {
                let (dx, dy) = (spots[other].x - spots[one].x, spots[other].y - spots[one].y);
                let distance = (dx * dx + dy * dy).sqrt();
                let wanted = spots[one].radius + spots[other].radius + 6.0;
                if distance >= wanted {
                    continue;
                }
                moved = true;
                // Two on one point part sideways.
                let (ux, uy) = if distance > 0.0 { (dx / distance, dy / distance) } else { (1.0, 0.0) };
                let step = (wanted - distance) / 4.0;
                for (at, sign) in [(one, -1.0), (other, 1.0)] {
                    spots[at].x = (spots[at].x + sign * ux * step).clamp(MARGIN / 2.0, WIDTH - MARGIN / 2.0);
                    spots[at].y = (spots[at].y + sign * uy * step).clamp(MARGIN / 2.0, HEIGHT - MARGIN / 2.0);
                }
            }
        }
        if !moved {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::write_svg;
    use crate::MeasureOptions;
    use crate::scene::sample;
    use crate::xml::tests::elements;

    #[test]
    fn every_node_is_drawn_and_the_file_is_well_formed() {
        let mut network = sample::network();
        network.measure(&MeasureOptions::default());
        network.lay_out(1);
        let mut bytes = Vec::new();
        write_svg(&network, &mut bytes).expect("a Vec takes everything");
        let text = String::from_utf8(bytes).expect("it is UTF-8");
        let read = elements(&text);
        let n = |name: &str| read.lines().filter(|line| line.starts_with(name)).count();
        assert_eq!(n("title "), network.n_nodes());
        assert_eq!(n("circle "), 5, "states");
        assert_eq!(n("rect "), 1 + 3, "the page and persons");
        assert_eq!(n("path "), 1, "a treaty");
        assert!(n("line ") >= 5 && n("text ") >= 8);
        assert!(!text.contains("NaN") && !text.contains("inf"));
        assert!(read.contains("王大成&lt;记者&gt;"));
    }
}
