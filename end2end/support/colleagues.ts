// A second person who works in the same cases.
import type { Demo, Login } from "./demo.js";

/** The manager who sees the cases of the demo's first caseworker. */
export function managerOf(demo: Demo): Login {
  const found = demo.logins.find(({ role, organisation }) => role === "manager" && organisation === "Haus Sonnenberg");
  if (!found) throw new Error("the demo has no manager of Haus Sonnenberg");
  return found;
}
