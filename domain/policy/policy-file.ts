import { KeydeskError } from '../failure.ts';
import type { Policy } from './policy.ts';
import type { WirePolicy } from './policy-from-wire.ts';
import { policyToWire } from './policy-to-wire.ts';
import { pythonLiteral, readPythonLiteral } from './python-literal.ts';

/** Policies as privacyIDEA exports them: a section for each, lists and actions as Python writes them. */
export function policyFile(policies: readonly Policy[]): string {
  return policies
    .map((policy) => {
      const lines = Object.entries(policyToWire(policy)).map(([field, value]) => `${field} = ${written(value)}\n`);
      return `[${policy.name}]\n${lines.join('')}\n`;
    })
    .join('');
}

/** A text stands bare unless it would read as something else. */
function written(value: unknown): string {
  const bare = typeof value === 'string' && !/^[\s'"[{]|\s$|[\n\r]|^(True|False|None|-?\d+)$/.test(value);
  return bare ? value : pythonLiteral(value);
}

/** Reads such a file; what a line holds is checked with the policy. Throws policy/file with the line that is neither. */
export function readPolicyFile(text: string): readonly (readonly [name: string, wire: WirePolicy])[] {
  const found: [string, Record<string, unknown>][] = [];
  for (const [place, line] of text.split(/\r?\n/).entries()) {
    const section = /^\s*\[(.*)\]\s*$/.exec(line)?.[1];
    const [, field, value = ''] = /^\s*(\w+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    const current = found.at(-1)?.[1];
    if (section !== undefined) found.push([section.trim(), {}]);
    else if (field !== undefined && current !== undefined) current[field] = readPythonLiteral(value);
    else if (line.trim() !== '' && !line.trim().startsWith('#')) {
      throw new KeydeskError('policy/file', { line: place + 1 });
    }
  }
  if (found.length === 0) throw new KeydeskError('policy/file', { line: 0, reason: 'empty' });
  return found;
}
