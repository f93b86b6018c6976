/** Colours that colour-blind readers can tell apart (Okabe and Ito 2008). */
const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#8a6d3b"];
const KINDS = {
  country: { colour: COLOURS[0], shape: "circle" },
  person: { colour: COLOURS[1], shape: "square" },
  treaty: { colour: COLOURS[2], shape: "diamond" },
  organization: { colour: COLOURS[3], shape: "triangle" },
  place: { colour: COLOURS[4], shape: "cross" },
};

/** The fonts of the chosen language. */
const font = () => getComputedStyle(document.documentElement).getPropertyValue("--sans");

const chartConfig = () => ({
  background: null,
  font: font(),
  view: { stroke: null },
  axis: { labelFontSize: 11, titleFontSize: 11, titleFontWeight: "normal", titleColor: "#66625a", labelColor: "#1c1b19", gridColor: "#ece7da", domainColor: "#9a958a", tickColor: "#9a958a" },
  legend: { labelFontSize: 11, titleFontSize: 11, titleFontWeight: "normal", symbolStrokeWidth: 2 },
  range: { category: COLOURS },
});

const charts = new Map();

/** Draws a Vega-Lite specification into an element, in place of what was there. */
async function draw(id, specification) {
  const place = byId(id);
  if (!place) return null;
  charts.get(id)?.finalize();
  const { view } = await vegaEmbed(place, { autosize: { type: "fit-x", contains: "padding" }, width: "container", ...specification }, {
    actions: false,
    renderer: "svg",
    config: chartConfig(),
    logLevel: vega.Error,
    tooltip: { theme: "light" },
  });
  charts.set(id, view);
  return view;
}
