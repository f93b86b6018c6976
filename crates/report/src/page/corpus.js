/** Sums of the days of each month. */
function months() {
  const sums = new Map();
  for (const day of figures.days) {
    const month = day.date.slice(0, 7);
    const sum = sums.get(month) || { year: month.slice(0, 4), month: Number(month.slice(5)), n_articles: 0, n_days: 0, n_characters: 0, n_without_body: 0 };
    sum.n_articles += day.n_articles;
    sum.n_characters += day.n_characters;
    sum.n_without_body += day.n_without_body;
    sum.n_days += 1;
    sums.set(month, sum);
  }
  return [...sums.values()];
}

function yearsBetween(first, last) {
  const years = [];
  for (let year = Number(first); year <= Number(last); year += 1) years.push(String(year));
  return years;
}

function drawMonths() {
  if (!figures.days.length) return null;
  const values = months();
  const years = yearsBetween(values[0].year, values[values.length - 1].year);
  return draw("months-chart", {
    data: { values },
    height: { step: 15 },
    mark: { type: "rect", stroke: "#fffdf8", strokeWidth: 1 },
    encoding: {
      x: { field: "year", type: "ordinal", scale: { domain: years }, axis: { title: null, labelOverlap: true, labelAngle: 0 } },
      y: { field: "month", type: "ordinal", scale: { domain: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] }, axis: { title: say("月", "month"), titleAngle: 0, titleAlign: "right" } },
      color: { field: "n_articles", type: "quantitative", scale: { scheme: "viridis", reverse: true }, legend: { title: say("文章数", "articles"), orient: "bottom", gradientLength: 160, tickMinStep: 1, format: ",d" } },
      tooltip: [
        { field: "year", title: say("年", "year") },
        { field: "month", title: say("月", "month") },
        { field: "n_articles", title: say("文章", "articles"), format: "," },
        { field: "n_days", title: say("有文章的天数", "days with articles") },
        { field: "n_characters", title: say("字数", "characters"), format: "," },
        { field: "n_without_body", title: say("无正文", "without body"), format: "," },
      ],
    },
  });
}

/** Every day of a year with its articles, week by week from Monday on. */
function daysOf(year) {
  const known = new Map(figures.days.filter((day) => day.date.startsWith(year)).map((day) => [day.date, day]));
  const first = new Date(Date.UTC(Number(year), 0, 1));
  const days = [];
  for (let day = new Date(first); day.getUTCFullYear() === first.getUTCFullYear(); day.setUTCDate(day.getUTCDate() + 1)) {
    const date = day.toISOString().slice(0, 10);
    const weekday = (day.getUTCDay() + 6) % 7;
    const week = Math.floor((Math.round((day - first) / 86400000) + ((first.getUTCDay() + 6) % 7)) / 7);
    days.push({ date, weekday, week, month: day.getUTCMonth(), n_articles: known.get(date)?.n_articles ?? null, n_characters: known.get(date)?.n_characters ?? null });
  }
  return days;
}

function drawDays() {
  const chosen = byId("coverage-year");
  if (!chosen || !figures.days.length) return null;
  const weekdays = say(["一", "二", "三", "四", "五", "六", "日"], ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]);
  const monthNames = say(
    ["1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月"],
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
  );
  const values = daysOf(chosen.value);
  const firstWeeks = monthNames.map((name, month) => ({ name, week: values.find((day) => day.month === month).week }));
  const label = firstWeeks.map(({ name, week }) => `datum.value === ${week} ? '${name}' : `).reverse().join("") + "''";
  return draw("days-chart", {
    data: { values: values.map((day) => ({ ...day, weekday: weekdays[day.weekday] })) },
    height: { step: 14 },
    encoding: {
      x: { field: "week", type: "ordinal", axis: { title: null, values: firstWeeks.map(({ week }) => week), labelExpr: label, labelAngle: 0, labelAlign: "left", ticks: false } },
      y: { field: "weekday", type: "ordinal", scale: { domain: weekdays }, axis: { title: null } },
    },
    layer: [
      { mark: { type: "rect", fill: "#f0ebde", stroke: "#fffdf8" }, encoding: { tooltip: [{ field: "date", title: say("日期", "date") }] } },
      {
        transform: [{ filter: "datum.n_articles !== null" }],
        mark: { type: "rect", stroke: "#fffdf8" },
        encoding: {
          color: { field: "n_articles", type: "quantitative", scale: { scheme: "viridis", reverse: true }, legend: { title: say("文章数", "articles"), orient: "bottom", gradientLength: 160, tickMinStep: 1, format: "d" } },
          tooltip: [
            { field: "date", title: say("日期", "date") },
            { field: "n_articles", title: say("文章", "articles"), format: "," },
            { field: "n_characters", title: say("字数", "characters"), format: "," },
          ],
        },
      },
    ],
  });
}

function startCorpus() {
  const chosen = byId("coverage-year");
  if (!chosen) return;
  const byYear = new Map();
  for (const { year, n_articles } of months()) byYear.set(year, (byYear.get(year) || 0) + n_articles);
  let fullest = null;
  for (const [year, n] of byYear) {
    chosen.append(element("option", year, { value: year }));
    if (fullest === null || n > byYear.get(fullest)) fullest = year;
  }
  chosen.value = fullest;
  chosen.addEventListener("change", drawDays);
}
