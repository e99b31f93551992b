import i18next from 'i18next';
import { createElement } from 'react';
import { describe, expect, it, test } from 'vitest';
import type { Failure } from '../../domain/failure.ts';
import { importRemarkCodes, remark, remarkSentence } from '../../domain/import-remark.ts';
import { refusalReasons } from '../../domain/refusal.ts';
import { failureWords } from '../../renderer/controls/failure-words.ts';
import { Problem } from '../../renderer/controls/problem.tsx';
import { ImportForeseen } from '../../renderer/import/import-foreseen.tsx';
import { draw, untranslated, wordsOf } from './draw.ts';
import { de, en } from './texts.ts';

const slots = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '');

async function worded(failure: Failure, language: 'en' | 'de') {
  const texts = i18next.createInstance();
  await texts.init({ lng: language, resources: { en: { translation: en }, de: { translation: de } } });
  return failureWords(texts.t, failure);
}

const refused = (context: Failure['context']): Failure => ({
  code: 'administration/refused',
  context: { status: 400, code: 905, said: 'Verification of the new token failed.', ...context },
});

describe('what a server refuses', () => {
  it('has words for every reason, and for no other', () => {
    const worded = Object.keys(de.failure['administration/refused']).flatMap(
      (key) => /^what_(.+)$/.exec(key)?.[1] ?? [],
    );
    expect(worded.sort()).toEqual([...refusalReasons, 'policy'].sort());
  });

  it('is said in the language of the screen', async () => {
    expect(await worded(refused({ reason: 'wrong-first-code' }), 'de')).toEqual({
      what: 'Das ist kein Code des neuen Tokens.',
      safe: 'Es wurde nichts geändert.',
      todo: 'Geben Sie den Code ein, den der Token jetzt zeigt.',
    });
    const short = refused({ reason: 'pin-short', least: '6', policies: 'pins', named: ' (pins)' });
    expect((await worded(short, 'de')).what).toBe('Eine Richtlinie (pins) verlangt eine PIN von mindestens 6 Zeichen.');
  });

  it('is said of a temporary code, too', async () => {
    const failure = { code: 'act/no-code', context: { said: 'x', reason: 'other-code' } } as const;
    expect((await worded(failure, 'de')).what).toMatch(/^Das ist kein Code Ihres eigenen Tokens/);
    expect((await worded({ code: 'act/no-code', context: { said: 'x' } }, 'de')).what).toContain('Er sagt: x');
  });

  it('is said in the server’s words where nobody knows the reason', async () => {
    expect((await worded(refused({}), 'de')).what).toBe('Der Server lehnt ab: Verification of the new token failed.');
    expect((await worded(refused({ reason: 'policy', policies: 'pins' }), 'de')).what).toContain('pins');
  });

  it('names what is wrong with a file of seeds', async () => {
    for (const failure of [
      refused({ reason: 'seed-file', remark: 'other-cipher', name: 'aes256-cbc', bits: 128 }),
      { code: 'order/unreadable', context: { remark: 'other-cipher', name: 'aes256-cbc', bits: 128 } } as const,
    ]) {
      expect((await worded(failure, 'de')).what).toBe(
        'Die Datei lässt sich nicht lesen. Sie ist mit aes256-cbc verschlüsselt, aber der angegebene Schlüssel hat 128 Bit.',
      );
      expect(untranslated(await draw(createElement(Problem, { failure }), 'de'))).toEqual([]);
    }
  });
});

test.each([
  ['controller/too-often', 1, 'de', 'Warten Sie 1 Minute, dann'],
  ['administration/too-often', 15, 'de', 'Warten Sie 15 Minuten und'],
  ['administration/too-often', 1, 'en', 'Wait 1 minute, then'],
] as const)('%s says how long to wait: %i', async (code, minutes, language, words) => {
  expect((await worded({ code, context: { minutes } }, language)).todo).toContain(words);
});

describe('what is said of a file of seeds', () => {
  test.each(importRemarkCodes)('%s has words that name nothing but what is known of it', (code) => {
    // Each value says its own name: the sentence of the wire shows which there are.
    const values = new Proxy({}, { get: (_, name) => `<${String(name)}>` });
    const told = remarkSentence({ ...remark(code), values });
    for (const texts of [en, de]) {
      const text: string | undefined = texts.import.remark[code];
      expect(text).not.toBe('');
      for (const name of slots(text ?? '')) expect(told, name).toContain(`<${name}>`);
    }
  });

  it('is said line by line in German, and in the server’s words where they are all there is', async () => {
    const foreseen = {
      ...{ keys: 1, types: [], faults: 3, passedOver: 0, firstPassedOver: [] },
      firstFaults: [
        { ...remark('key-not-hex'), place: { unit: 'line', number: 4 } } as const,
        { ...remark('twice'), place: { unit: 'line', number: 7 } } as const,
        { said: 'line 9: something of a later server' },
      ],
    };
    const markup = await draw(createElement(ImportForeseen, { foreseen }), 'de');
    expect(untranslated(markup)).toEqual([]);
    expect(wordsOf(markup)).toContain('Zeile 4: der Schlüssel ist nicht hexadezimal');
    expect(wordsOf(markup)).toContain('Zeile 7: seine Seriennummer steht zweimal in der Datei');
    expect(markup).toContain('<li lang="en">line 9: something of a later server</li>');
  });
});
