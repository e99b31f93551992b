/** A difference that is meant, by the title of its request, and why; the reasons stand in DECISIONS.md. */
export const meantDifferences: Readonly<Record<string, string>> = {};
