const MOST_LISTED = 20;
/** Edges shown at first, so that the picture can be read. */
const SHOWN_AT_FIRST = 180;

const networkState = { from: 0, to: 0, threshold: 1, kinds: new Set(), shown: [] };
let network = null;

/** The weight of an edge in the chosen periods. */
function weightOf(edge) {
  const { from, to } = networkState;
  if (!figures.network.has_periods || (from === 0 && to === figures.periods.length - 1)) return edge.n;
  let sum = 0;
  for (const [period, n] of edge.by_period) if (period >= from && period <= to) sum += n;
  return sum;
}

function chosenEdges() {
  const { nodes, edges } = figures.network;
  return edges
    .filter((edge) => edge.drawn && networkState.kinds.has(nodes[edge.source].kind) && networkState.kinds.has(nodes[edge.target].kind))
    .map((edge) => ({ edge, n: weightOf(edge) }))
    .filter(({ n }) => n >= networkState.threshold)
    .sort((a, b) => b.n - a.n);
}

const links = new Map();
const points = figures.network.nodes.map((node, at) => ({ at, node, x: node.x ?? 0, y: -(node.y ?? 0), fx: node.x ?? 0, fy: -(node.y ?? 0) }));

function updateNetwork() {
  const shown = chosenEdges();
  networkState.shown = shown;
  const used = new Set(shown.flatMap(({ edge }) => [edge.source, edge.target]));
  const data = {
    nodes: points.filter((point) => used.has(point.at)),
    links: shown.map(({ edge, n }) => {
      const link = links.get(edge) || { edge, source: points[edge.source], target: points[edge.target] };
      link.n = n;
      links.set(edge, link);
      return link;
    }),
  };
  network?.graphData(data);
  const { periods } = figures;
  byId("threshold-label").textContent = String(networkState.threshold);
  if (figures.network.has_periods) {
    byId("period-from-label").textContent = periods[networkState.from].label;
    byId("period-to-label").textContent = periods[networkState.to].label;
  }
  byId("network-caption").textContent = say(`显示 ${used.size} 个实体、${shown.length} 条连线。`, `${used.size} entities and ${shown.length} links are shown.`);
  byId("strongest").replaceChildren(
    ...shown.slice(0, MOST_LISTED).map(({ edge, n }) => {
      const item = element("li", null);
      const button = element("button", null, { type: "button", "data-edge": figures.network.edges.indexOf(edge) });
      const [source, target] = [edge.source, edge.target].map((node) => nameOf(figures.network.nodes[node]));
      button.append(element("span", `${source} – ${target}`), element("span", n.toLocaleString("en"), { class: "number" }));
      button.setAttribute("aria-current", String(edge === shownEdge));
      button.addEventListener("click", () => showEdge(edge, { focus: true }));
      item.append(button);
      return item;
    }),
  );
}

const radius = (point) => 2.5 + Math.sqrt(point.node.strength) / figures.network.scale;

function tracePoint(point, canvas, r) {
  canvas.beginPath();
  const { x, y } = point;
  switch (KINDS[point.node.kind]?.shape) {
    case "square": canvas.rect(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8); break;
    case "diamond": canvas.moveTo(x, y - r * 1.25); canvas.lineTo(x + r * 1.25, y); canvas.lineTo(x, y + r * 1.25); canvas.lineTo(x - r * 1.25, y); canvas.closePath(); break;
    case "triangle": canvas.moveTo(x, y - r * 1.2); canvas.lineTo(x + r * 1.1, y + r * 0.8); canvas.lineTo(x - r * 1.1, y + r * 0.8); canvas.closePath(); break;
    default: canvas.arc(x, y, r, 0, 2 * Math.PI);
  }
}

function paintPoint(point, canvas, scale) {
  const r = radius(point);
  tracePoint(point, canvas, r);
  canvas.fillStyle = KINDS[point.node.kind]?.colour || "#66625a";
  canvas.fill();
  canvas.lineWidth = 1 / scale;
  canvas.strokeStyle = "#fff";
  canvas.stroke();
}

/** Names of the strongest nodes that do not cover each other, more of them when the reader comes nearer. */
function paintNames(canvas, scale) {
  const taken = [];
  const family = font();
  const shown = network.graphData().nodes.slice().sort((a, b) => b.node.strength - a.node.strength);
  canvas.textAlign = "center";
  canvas.textBaseline = "top";
  for (const point of shown) {
    const size = Math.max(10, Math.min(16, radius(point) * scale * 0.9)) / scale;
    const name = nameOf(point.node);
    const text = [...name].length > 18 ? `${[...name].slice(0, 17).join("")}…` : name;
    canvas.font = `${point.node.kind === "country" ? 600 : 400} ${size}px ${family}`;
    const width = canvas.measureText(text).width;
    const top = point.y + radius(point) + 1 / scale;
    const box = [point.x - width / 2, top, point.x + width / 2, top + size * 1.1];
    if (taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) continue;
    taken.push(box);
    canvas.lineWidth = 3 / scale;
    canvas.strokeStyle = "rgba(255,255,255,0.85)";
    canvas.strokeText(text, point.x, top);
    canvas.fillStyle = "#1c1b19";
    canvas.fillText(text, point.x, top);
  }
}

function fitNetwork() {
  network.zoomToFit(0, 36);
}

function startNetwork() {
  const { nodes, edges, has_periods } = figures.network;
  const drawn = edges.filter((edge) => edge.drawn);
  if (!drawn.length) {
    byId("network-canvas").textContent = say("没有连线。", "There are no links.");
    byId("network-controls").hidden = true;
    return;
  }
  const strongest = Math.max(...nodes.map((node) => node.strength));
  figures.network.scale = Math.max(1, Math.sqrt(strongest) / 12);

  const kinds = Object.keys(KINDS).filter((kind) => drawn.some((edge) => nodes[edge.source].kind === kind || nodes[edge.target].kind === kind));
  for (const kind of kinds) {
    networkState.kinds.add(kind);
    const label = element("label", null);
    const box = element("input", null, { type: "checkbox" });
    box.checked = true;
    box.addEventListener("change", () => {
      if (box.checked) networkState.kinds.add(kind);
      else networkState.kinds.delete(kind);
      updateNetwork();
    });
    const swatch = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    swatch.setAttribute("class", "swatch");
    swatch.setAttribute("viewBox", "-6 -6 12 12");
    swatch.setAttribute("aria-hidden", "true");
    const shape = document.createElementNS("http://www.w3.org/2000/svg", "path");
    shape.setAttribute("d", { circle: "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0", square: "M-5 -5h10v10h-10z", diamond: "M0 -6L6 0L0 6L-6 0Z", triangle: "M0 -5L5.5 5L-5.5 5Z", cross: "M-2 -6h4v4h4v4h-4v4h-4v-4h-4v-4h4z" }[KINDS[kind].shape]);
    shape.setAttribute("fill", KINDS[kind].colour);
    swatch.append(shape);
    const { zh, en } = words.kind[kind];
    label.append(box, swatch, element("span", zh, { class: "zh", lang: "zh" }), element("span", en, { class: "en", lang: "en" }));
    byId("network-kinds").append(label);
  }

  const last = figures.periods.length - 1;
  networkState.to = Math.max(last, 0);
  const [from, to, threshold] = ["period-from", "period-to", "threshold"].map(byId);
  byId("period-controls").hidden = !has_periods || last < 1;
  for (const slider of [from, to]) slider.max = String(Math.max(last, 0));
  to.value = to.max;
  from.addEventListener("input", () => {
    networkState.from = Math.min(Number(from.value), networkState.to);
    from.value = String(networkState.from);
    updateNetwork();
  });
  to.addEventListener("input", () => {
    networkState.to = Math.max(Number(to.value), networkState.from);
    to.value = String(networkState.to);
    updateNetwork();
  });
  const weights = drawn.map((edge) => edge.n).sort((a, b) => b - a);
  threshold.min = String(figures.network.min_weight);
  threshold.max = String(weights[Math.min(weights.length - 1, 10)]);
  networkState.threshold = Math.max(figures.network.min_weight, weights[Math.min(weights.length - 1, SHOWN_AT_FIRST)]);
  threshold.value = String(networkState.threshold);
  threshold.addEventListener("input", () => {
    networkState.threshold = Number(threshold.value);
    updateNetwork();
  });

  const place = byId("network-canvas");
  const heaviest = weights[0];
  network = new ForceGraph(place)
    .width(place.clientWidth)
    .height(place.clientHeight)
    .backgroundColor("#ffffff")
    .cooldownTicks(0)
    .autoPauseRedraw(true)
    .nodeVal(1)
    .nodeLabel((point) => element("span", `${nameOf(point.node)}: ${point.node.n_articles.toLocaleString("en")} ${say("篇文章", "articles")}`).outerHTML)
    .nodeCanvasObject(paintPoint)
    .nodePointerAreaPaint((point, colour, canvas) => {
      tracePoint(point, canvas, radius(point) + 1);
      canvas.fillStyle = colour;
      canvas.fill();
    })
    .linkColor((link) => (link.edge === shownEdge ? "#d55e00" : "rgba(60, 70, 80, 0.22)"))
    .linkWidth((link) => 0.6 + 6 * Math.sqrt(link.n / heaviest))
    .linkHoverPrecision(5)
    .linkLabel((link) => element("span", `${nameOf(link.source.node)} – ${nameOf(link.target.node)}: ${link.n.toLocaleString("en")}`).outerHTML)
    .onLinkClick((link) => showEdge(link.edge))
    .onNodeDrag((point) => Object.assign(point, { fx: point.x, fy: point.y }))
    .onNodeDragEnd((point) => Object.assign(point, { fx: point.x, fy: point.y }))
    .onRenderFramePost(paintNames);
  updateNetwork();
  showEdge(networkState.shown[0].edge);
  fitNetwork();
  byId("zoom-in").addEventListener("click", () => network.zoom(network.zoom() * 1.4, 200));
  byId("zoom-out").addEventListener("click", () => network.zoom(network.zoom() / 1.4, 200));
  byId("zoom-fit").addEventListener("click", fitNetwork);
  addEventListener("resize", () => {
    if (place.clientWidth === network.width()) return;
    network.width(place.clientWidth).height(place.clientHeight);
    fitNetwork();
  });
}
