import type { BundleLine } from './bundle.ts';

export type BundleHeader = Extract<BundleLine, { kind: 'header' }>;

const changeTexts = ['former', 'key', 'at', 'byFormer', 'byKey'];

/** The first line of a bundle; throws a SyntaxError that says why it is none. */
export function readHeader(line: unknown): BundleHeader {
  if (!isObject(line) || line.kind !== 'header') throw new SyntaxError('the header is not the first line');
  const { version, log, server, stations } = line;
  if (version !== 2 && version !== 3) {
    throw new SyntaxError(`it is in form ${String(version)}, this is read in forms 2 and 3`);
  }
  const isWhole =
    (log === 'server' || log === 'desk') &&
    hasTexts(line, ['origin', 'key', 'exportedAt']) &&
    hasTexts(server, ['origin', 'key']) &&
    isListOf(stations, (one) => hasTexts(one, ['id', 'name', 'publicKey'])) &&
    isListOf(server.changes ?? [], (one) => hasTexts(one, changeTexts) && Number.isSafeInteger(one.position));
  if (!isWhole) throw new SyntaxError('its header does not have what a header has');
  return line as unknown as BundleHeader;
}

type Members = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasTexts(value: unknown, names: readonly string[]): value is Members {
  return isObject(value) && names.every((name) => typeof value[name] === 'string');
}

function isListOf(value: unknown, isOne: (one: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isOne);
}
