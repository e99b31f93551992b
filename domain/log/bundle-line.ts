import { type BundleLine, bundleKinds } from './bundle.ts';

/** What a line of each kind has. */
const members: Readonly<Record<BundleLine['kind'], readonly string[]>> = {
  header: ['version', 'log', 'origin', 'key', 'server', 'stations', 'exportedAt'],
  checkpoint: ['note'],
  kept: ['note'],
  contradiction: ['id', 'station', 'what', 'kept', 'offered', 'foundAt', 'settled'],
  head: ['head', 'signature'],
  receipt: ['receipt', 'signature'],
  record: ['record', 'signature'],
  disputed: ['record', 'signature'],
  inclusion: ['record', 'size', 'entry', 'proof'],
  entry: ['entry', 'hash'],
  end: ['counts', 'hashes', 'signature'],
};

/**
 * What a line of text says. Throws a SyntaxError when it is no line of a bundle. `isAsWritten`: it is written as every
 * bundle is, with no name twice and nothing beside what its kind has.
 */
export function readLine(text: string | undefined): { readonly line: BundleLine; readonly isAsWritten: boolean } {
  if (text === undefined) throw new SyntaxError('it is no text, or too long');
  const line = JSON.parse(text) as BundleLine;
  if (!bundleKinds.includes(line?.kind)) throw new SyntaxError('there is no such kind of line');
  const known = members[line.kind];
  const isKnown = Object.keys(line).every((name) => name === 'kind' || known.includes(name));
  return { line, isAsWritten: isKnown && JSON.stringify(line) === text };
}
