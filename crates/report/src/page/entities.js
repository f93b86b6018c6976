const MOST_LINES = 8;
let chosenKind = figures.kinds[0]?.kind;

function drawTrends() {
  const section = figures.kinds.find((candidate) => candidate.kind === chosenKind);
  if (!section || !figures.periods.length) return null;
  const ticked = [...document.querySelectorAll(`input[data-plot][data-kind="${chosenKind}"]`)].filter((box) => box.checked);
  const entities = ticked.slice(0, MOST_LINES).map((box) => section.entities[Number(box.dataset.plot)]);
  const values = entities.flatMap((entity) =>
    figures.periods.map((period, at) => ({
      entity: nameOf(entity),
      period: period.label,
      n: entity.by_period[at],
      n_articles: period.n_articles,
      share: period.n_articles ? entity.by_period[at] / period.n_articles : null,
    })),
  );
  return draw("trends-chart", {
    data: { values },
    height: 260,
    mark: { type: "line", point: { size: 22, filled: true }, strokeWidth: 1.6, invalid: "break-paths-filter-domains" },
    encoding: {
      x: { field: "period", type: "ordinal", scale: { domain: figures.periods.map((period) => period.label) }, axis: { title: null, labelOverlap: true, labelAngle: 0 } },
      y: { field: "share", type: "quantitative", axis: { format: "%", title: say("文章百分比", "share of articles"), tickCount: 5 } },
      color: { field: "entity", type: "nominal", sort: entities.map(nameOf), legend: { title: null, orient: "top", columns: innerWidth < 700 ? 2 : 5, labelLimit: 200 } },
      shape: { field: "entity", type: "nominal", sort: entities.map(nameOf), legend: { title: null, orient: "top", columns: innerWidth < 700 ? 2 : 5, labelLimit: 200 } },
      tooltip: [
        { field: "entity", title: say("实体", "entity") },
        { field: "period", title: say("时期", "period") },
        { field: "n", title: say("提及它的文章", "articles with it"), format: "," },
        { field: "n_articles", title: say("全部文章", "all articles"), format: "," },
        { field: "share", title: "%", format: ".1%" },
      ],
    },
  });
}

function startEntities() {
  for (const button of document.querySelectorAll("button[data-kind]")) {
    button.addEventListener("click", () => {
      chosenKind = button.dataset.kind;
      for (const other of document.querySelectorAll("button[data-kind]")) other.setAttribute("aria-pressed", String(other === button));
      for (const kind of document.querySelectorAll(".kind")) kind.toggleAttribute("data-hidden", kind.dataset.kind !== chosenKind);
      drawTrends();
    });
  }
  for (const box of document.querySelectorAll("input[data-plot]")) {
    box.addEventListener("change", () => {
      const ticked = document.querySelectorAll(`input[data-plot][data-kind="${box.dataset.kind}"]:checked`);
      if (ticked.length > MOST_LINES) box.checked = false;
      else drawTrends();
    });
  }
}
