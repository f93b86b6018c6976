const MOST_BARS = 28;

/** The bars of the chart: the persons with most mentions, each with all offices that are shown of them. */
function bars() {
  const shown = figures.people.filter((person) => person.first_date).slice(0, MOST_BARS);
  const order = [...new Set(shown.map((person) => person.id))];
  return shown
    .map((person) => ({
      row: `${nameOf(person)} · ${word("office", person.office)}`,
      rank: order.indexOf(person.id),
      person: nameOf(person),
      office: word("office", person.office),
      country: person.country ? nameOf(person.country) : "–",
      first: person.first_date,
      last: person.last_date,
      n_mentions: person.n_mentions,
    }))
    .sort((a, b) => a.rank - b.rank || (a.first < b.first ? -1 : 1));
}

function drawPeople() {
  const values = bars();
  if (!values.length) return null;
  const tooltip = [
    { field: "person", title: say("人物", "person") },
    { field: "office", title: say("职务", "office") },
    { field: "country", title: say("国家", "state") },
    { field: "first", title: say("首次", "first") },
    { field: "last", title: say("末次", "last") },
    { field: "n_mentions", title: say("提及", "mentions"), format: "," },
  ];
  return draw("people-chart", {
    data: { values },
    height: { step: 17 },
    encoding: {
      y: { field: "row", type: "nominal", sort: [...new Set(values.map((bar) => bar.row))], axis: { title: null, grid: true, labelLimit: innerWidth < 700 ? 130 : 240 } },
      color: { field: "office", type: "nominal", legend: null },
      tooltip,
    },
    layer: [
      { mark: { type: "rule", strokeWidth: 4 }, encoding: { x: { field: "first", type: "temporal", axis: { title: null } }, x2: { field: "last" } } },
      { mark: { type: "point", filled: true, size: 34, opacity: 1 }, encoding: { x: { field: "first", type: "temporal" } } },
      { mark: { type: "point", filled: true, size: 34, opacity: 1 }, encoding: { x: { field: "last", type: "temporal" } } },
    ],
  });
}
