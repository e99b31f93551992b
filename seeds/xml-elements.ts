import { SaxesParser } from 'saxes';
import type { ImportRemarkCode } from '../domain/import-remark.ts';
import { SeedFileError } from './seed-file-error.ts';

/** What is done with the elements of a file; names come without their prefix. */
export interface ElementHandler {
  readonly open: (name: string, attributes: Readonly<Record<string, string>>, parent: string) => void;
  /** `text` is what stands in the element itself. */
  readonly close: (name: string, text: string, parent: string) => void;
}

const deepest = 24;
const longestText = 100_000;
/** So many characters without the end of any tag or text are an attack, or no XML. */
const longestSilence = 1_000_000;

/**
 * Reads XML as it comes, without a document tree, document types or entities. `write` takes bytes, `end` tells that
 * there are no more; both throw what is wrong.
 */
export function xmlElements(handler: ElementHandler): {
  readonly write: (chunk: Uint8Array) => void;
  readonly end: () => void;
} {
  const parser = new SaxesParser({ position: false });
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const names: string[] = [];
  let text = '';
  let silence = 0;
  const refuse = (why: ImportRemarkCode): never => {
    throw new SeedFileError('file', why);
  };
  parser.on('error', () => refuse('not-xml'));
  parser.on('doctype', () => refuse('xml-doctype'));
  parser.on('xmldecl', ({ encoding }) => {
    if (encoding && !/^(utf-8|us-ascii|ascii|iso-8859-1|windows-1252)$/i.test(encoding)) {
      refuse('xml-encoding');
    }
  });
  parser.on('text', (part) => {
    silence = 0;
    if (text.length + part.length > longestText) refuse('xml-text-long');
    text += part;
  });
  parser.on('cdata', (part) => {
    silence = 0;
    if (text.length + part.length > longestText) refuse('xml-text-long');
    text += part;
  });
  parser.on('opentag', ({ name, attributes }) => {
    silence = 0;
    text = '';
    const local = name.slice(name.indexOf(':') + 1);
    if (names.length >= deepest) refuse('xml-deep');
    handler.open(local, attributes as Readonly<Record<string, string>>, names.at(-1) ?? '');
    names.push(local);
  });
  parser.on('closetag', () => {
    silence = 0;
    const local = names.pop() ?? '';
    handler.close(local, text.trim(), names.at(-1) ?? '');
    text = '';
  });
  const decoded = (chunk?: Uint8Array): string => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch (cause) {
      throw new SeedFileError('file', 'not-utf8', {}, { cause });
    }
  };
  return {
    write(chunk) {
      silence += chunk.length;
      parser.write(decoded(chunk));
      if (silence > longestSilence) refuse('xml-silent');
    },
    end() {
      parser.write(decoded()).close();
    },
  };
}
