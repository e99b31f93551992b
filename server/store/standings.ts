import type { Standing, ToldRows } from './told-rows.ts';

/** The parts by list and part, as they stand. */
export type Standings = ReadonlyMap<string, Standing>;

/** How every part stands now. Whoever reads the parts after this can tell later which of them to read again. */
export async function standingsNow({ toldRows }: { readonly toldRows: ToldRows }): Promise<Standings> {
  return new Map((await toldRows.standings()).map((one) => [`${one.list}/${one.part}`, one]));
}

/** The parts that stand elsewhere than before, or only here or there. */
export function otherwise(before: Standings, now: Standings): readonly Standing[] {
  const gone = [...before].flatMap(([name, one]) => (now.has(name) ? [] : [one]));
  return [...gone, ...[...now].flatMap(([name, one]) => (before.get(name)?.revision === one.revision ? [] : [one]))];
}
