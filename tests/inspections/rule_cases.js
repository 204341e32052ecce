/* Asks the browser's evaluator for every case of rule_cases.json; gives those it answers otherwise. */
async ({ cases, folder }) => {
  const { Fraction, Rate, Rows, evaluate, isRelevant } = await import(`${folder}/rules.js`);
  const { kept } = await import(`${folder}/answers.js`);

  function fraction(text) {
    const [num, den = "1"] = text.split("/");
    return Fraction.of(num).over(Fraction.of(den));
  }

  function decoded(value) {
    if (value === null || typeof value !== "object") return value;
    const [[kind, content]] = Object.entries(value);
    if (kind === "rate") return new Rate(...content.map((part) => Fraction.of(part)));
    if (kind === "rows") return new Rows(content.map(decoded));
    return kind === "number" ? fraction(content) : content;
  }

  function told(value) {
    if (value instanceof Fraction) return `number ${value.num}/${value.den}`;
    if (value instanceof Rate) return `rate ${told(value.num)} ${told(value.den)}`;
    if (value instanceof Rows) return `rows ${value.values.map(told)}`;
    return JSON.stringify(value ?? null);
  }

  const values = Object.fromEntries(Object.entries(cases.values).map(([name, value]) => [name, decoded(value)]));
  const known = { values, parameters: cases.parameters, progress: fraction(cases.progress) };
  const wrong = [];

  function compare(asked, expected, act) {
    const refusal = expected?.error;
    let found;
    try {
      found = told(act());
    } catch (error) {
      found = `error ${error.message}`;
      if (refusal && new RegExp(refusal).test(error.message)) return;
    }
    if (refusal || found !== told(decoded(expected))) wrong.push([asked, found]);
  }

  for (const [rule, expected] of cases.gives) compare(rule, expected, () => evaluate(rule, known));
  for (const [rule, expected] of cases.shown) compare(rule, expected, () => isRelevant(rule, values));
  for (const [value, text] of cases.kept) compare(value, text, () => kept(decoded(value)));
  return wrong;
}
