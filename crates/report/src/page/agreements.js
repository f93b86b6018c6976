function drawAgreements() {
  const values = figures.agreements
    .filter((agreement) => agreement.signed_first)
    .map((agreement) => ({
      title: nameOf(agreement),
      signed: agreement.signed,
      day: agreement.signed_first,
      type: word("agreement", agreement.type),
      parties: agreement.parties.map(nameOf).join(say("、", ", ")) || (agreement.multilateral ? say("多边", "multilateral") : "–"),
      sort: agreement.multilateral ? say("多边", "multilateral") : say("双边", "bilateral"),
      n_articles: agreement.n_articles,
    }));
  if (!values.length) return null;
  return draw("agreements-chart", {
    data: { values },
    height: { step: 24 },
    mark: { type: "point", filled: true, opacity: 0.75, stroke: "#fffdf8", strokeWidth: 0.6 },
    encoding: {
      x: { field: "day", type: "temporal", axis: { title: null, format: "%Y" } },
      y: { field: "type", type: "nominal", sort: { op: "count", order: "descending" }, axis: { title: null, grid: true } },
      size: { field: "n_articles", type: "quantitative", scale: { range: [40, 420] }, legend: null },
      color: { field: "sort", type: "nominal", legend: { title: null, orient: "top" } },
      shape: { field: "sort", type: "nominal", legend: { title: null, orient: "top" } },
      tooltip: [
        { field: "title", title: say("名称", "title") },
        { field: "signed", title: say("签署", "signed") },
        { field: "parties", title: say("当事国", "parties") },
        { field: "n_articles", title: say("文章", "articles"), format: "," },
      ],
    },
  });
}
