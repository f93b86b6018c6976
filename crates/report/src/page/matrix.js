async function drawMatrix() {
  const { nodes, edges, matrix } = figures.network;
  if (matrix.length < 2) return;
  const measure = document.querySelector('input[name="measure"]:checked').value;
  const states = new Set(matrix);
  const names = matrix.map((at) => nameOf(nodes[at]));
  const values = edges
    .filter((edge) => states.has(edge.source) && states.has(edge.target))
    .flatMap((edge) => {
      const cell = { n: edge.n, npmi: edge.npmi, n_articles: edge.n_articles, edge: edges.indexOf(edge) };
      const [one, other] = [edge.source, edge.target].map((at) => nameOf(nodes[at]));
      return [{ ...cell, row: one, column: other }, { ...cell, row: other, column: one }];
    });
  const colour = {
    n: { field: "n", type: "quantitative", scale: { type: "log", scheme: "viridis", reverse: true }, legend: { title: say("次数", "count"), orient: "bottom", gradientLength: 160, format: "," } },
    npmi: { field: "npmi", type: "quantitative", scale: { scheme: "blueorange", domainMid: 0, reverse: true }, legend: { title: "NPMI", orient: "bottom", gradientLength: 160 } },
  };
  const view = await draw("matrix-chart", {
    data: { values },
    height: { step: 17 },
    mark: { type: "rect", stroke: "#fffdf8", cursor: "pointer" },
    encoding: {
      x: { field: "column", type: "ordinal", scale: { domain: names }, axis: { title: null, labelAngle: innerWidth < 700 ? -90 : -60, labelLimit: 110, orient: "top" } },
      y: { field: "row", type: "ordinal", scale: { domain: names }, axis: { title: null, labelLimit: 110 } },
      color: colour[measure],
      tooltip: [
        { field: "row", title: say("一方", "one") },
        { field: "column", title: say("另一方", "other") },
        { field: "n", title: say("次数", "count"), format: "," },
        { field: "n_articles", title: say("文章", "articles"), format: "," },
        { field: "npmi", title: "NPMI", format: ".3f" },
      ],
    },
  });
  view?.addEventListener("click", (_, item) => {
    if (item?.datum?.edge !== undefined) showEdge(edges[item.datum.edge], { focus: true });
  });
}

function startMatrix() {
  for (const radio of document.querySelectorAll('input[name="measure"]')) radio.addEventListener("change", drawMatrix);
}
