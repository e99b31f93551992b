import i18next, { type TFunction } from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AuditRow } from '../../domain/contract/administration/audit.ts';
import { expressionFaults, parseExpression } from '../../domain/policy/expression.ts';
import { problem } from '../../domain/policy/problem.ts';
import { otherReasons } from '../../domain/trust/conflicts.ts';
import { outcomeWords, wasUnsent } from '../../renderer/audit/audit-words.ts';
import { noteWords } from '../../renderer/audit/note-words.ts';
import { failureWords } from '../../renderer/controls/failure-words.ts';
import { problemWords } from '../../renderer/policies/policy-words.ts';
import { de, en } from './texts.ts';

let german: TFunction;
beforeAll(async () => {
  const texts = i18next.createInstance();
  await texts.init({
    lng: 'de',
    resources: { de: { translation: de } },
    interpolation: { escapeValue: false },
  });
  german = texts.t;
});

const row = (told: Partial<AuditRow>) =>
  ({ act: '', request: '', success: false, administrator: '', user: '', realm: '', serial: '', ...told }) as AuditRow;

describe('what the server says', () => {
  it('has words for every reason why a record was not taken', () => {
    for (const texts of [en, de]) expect(Object.keys(texts.conflict.why).sort()).toEqual([...otherReasons].sort());
  });

  it('names what is wrong with an expression in the language of the screen', () => {
    for (const texts of [en, de]) {
      expect(Object.keys(texts.policy.expressionFault).sort()).toEqual([...expressionFaults].sort());
    }
    const { error } = parseExpression('(a|b)*');
    const told = problem('user', error?.code ?? 'expression', { entry: '(a|b)*', reason: error?.reason ?? '' });
    expect(problemWords(german, told)).toBe(
      'Der Ausdruck (a|b)* könnte zu lange dauern: er wiederholt einen Teil, in dem eine Auswahl steht',
    );
  });

  it('is worded in the audit, but for what somebody wrote', () => {
    expect(noteWords(german, 'there is no e-mail address')).toBe('Die Person hat keine E-Mail-Adresse.');
    expect(noteWords(german, 'wrong otp value. previous otp used again')).toContain('schon einmal benutzt');
    expect(noteWords(german, 'matching 1 tokens')).toBe('Code und PIN waren richtig.');
    expect(noteWords(german, 'pins (authentication): otppin=none')).toBeUndefined();
  });

  it('is not ‘refused’ of what could not be sent', () => {
    const notice = row({ act: 'notice/not-sent' });
    expect(wasUnsent(notice)).toBe(true);
    expect(outcomeWords(german, notice)).toBe('Der Server konnte es nicht senden.');
    expect(wasUnsent(row({ act: 'gate/refused' }))).toBe(false);
    expect(wasUnsent(row({ act: 'notice/not-sent', success: true }))).toBe(false);
  });
});

describe('a token that a reprogramming lane refuses', () => {
  it('is taken back first when it had been lost, and may otherwise be looked up', () => {
    const lost = { code: 'token/unavailable', context: { state: 'lost', reason: 'found' } } as const;
    expect(failureWords(german, lost)).toMatchObject({
      what: 'Dieser Token wurde verloren gemeldet.',
      todo: expect.stringContaining('unter Bestand, Fundstück'),
    });
    const away = { code: 'token/unavailable', context: { state: 'in transit', reason: 'lane' } } as const;
    expect(failureWords(german, away).what).toMatch(/^Dieser Token kann nicht zurück ins Regal/);
  });
});
