// A small program over the types that openapi-typescript makes. It is checked
// and never run.

import type { components, operations, paths } from "./almoner";

type Schemas = components["schemas"];
type Body<O extends keyof operations> = operations[O] extends {
  requestBody: { content: { "application/json": infer B } };
}
  ? B
  : never;
type Answer<O extends keyof operations> = operations[O] extends {
  responses: { 200: { content: { "application/json": infer A } } };
}
  ? A
  : never;

const music: Body<"quote_music"> = {
  on: "2018-05-01",
  facts: { lessons: 10, minutes: 30, pupils: 1, free_school_meals: false, instrument: "none" },
};

const applicant: Body<"screen_head_start"> = {
  facts: {
    date_of_birth: "2000-06-15",
    references: [{ kind: "character", relative: false }],
    unspent_convictions: null,
  },
};

// @ts-expect-error: there is no such fact
const unknown: Body<"quote_music"> = { facts: { lesons: 10 } };

// @ts-expect-error: there is no such instrument
const instrument: Schemas["MusicInstrument"] = "kazoo";

// @ts-expect-error: `facts` is needed
const empty: Body<"quote_music"> = {};

function pounds(amount: Schemas["Amount"] | null): string {
  if (amount === null) return "not known";
  return typeof amount === "string" ? `£${amount}` : `£${amount.min} to £${amount.max}`;
}

function bill(quote: Answer<"quote_music">): string[] {
  const lines = quote.lines.map((line) => `${line.says}: ${pounds(line.amount)}`);
  const missing = quote.missing.map((it) => it.fact ?? "");
  return [...lines, `total: ${pounds(quote.total)}`, ...missing];
}

function verdict(screening: Answer<"screen_head_start">): string {
  const failed = screening.criteria.filter((it) => it.standing === "not_met");
  const steps = screening.trace?.map((step) => step.formula) ?? [];
  switch (screening.outcome) {
    case "eligible":
      return "yes";
    case "not_eligible":
      return failed.map((it) => it.cite).join(", ");
    case "undetermined":
    case "refer":
      return steps.join("\n");
    default: {
      const none: never = screening.outcome;
      return none;
    }
  }
}

function rises(report: Answer<"compare_tariffs">): number {
  return report.tables.flatMap((table) => table.rows).filter((row) => row.cells).length;
}

type Year = paths["/v1/tariffs/{year}"]["get"]["parameters"]["path"]["year"];
const year: Year = "2018-19";

export { applicant, bill, empty, instrument, music, rises, unknown, verdict, year };
