import { describe, expect, it } from 'vitest';
import { failures } from '../../domain/failure.ts';
import { de, en } from './texts.ts';

function leaves(texts: object, path = ''): readonly (readonly [string, string])[] {
  return Object.entries(texts).flatMap(([key, text]) =>
    typeof text === 'string' ? [[`${path}${key}`, text] as const] : leaves(text as object, `${path}${key}|`),
  );
}
const english = new Map(leaves(en));
const german = new Map(leaves(de));
const slots = (text: string | undefined) => [...(text ?? '').matchAll(/\{\{(\w+)\}\}/g)].map(([slot]) => slot).sort();

describe('the texts', () => {
  it('say the same things in English and German', () => {
    expect([...german.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it('fill in the same values in both languages', () => {
    for (const [key, text] of english) expect(slots(german.get(key)), key).toEqual(slots(text));
  });

  it('word every failure in three lines, what happened, what is safe, what to do, and no other', () => {
    for (const texts of [en, de]) {
      const worded: Readonly<Record<string, { what: string; safe: string; do: string }>> = texts.failure;
      expect(Object.keys(worded).sort()).toEqual(Object.keys(failures).sort());
      for (const [code, lines] of Object.entries(worded))
        for (const line of [lines.what, lines.safe, lines.do]) expect(line.trim(), code).not.toBe('');
    }
  });

  it('neither shout, beg nor boast', () => {
    for (const [key, text] of [...english, ...german])
      expect(text, key).not.toMatch(/!|\bplease\b|\bbitte\b|successful|erfolgreich/i);
  });
});
