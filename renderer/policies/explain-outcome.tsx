import type { TFunction } from 'i18next';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Explained, Wondered } from '../../domain/contract/administration/policies.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { announce } from '../controls/announcer.tsx';
import { Sign } from '../controls/sign.tsx';
import { isRefused, loginHeadline, mismatchWords } from './outcome-words.ts';
import { policyPlaces } from './policy-links.ts';
import { spanOf } from './span-value.ts';

interface ExplainOutcomeProps {
  readonly wondered: Wondered;
  readonly explained: Explained;
  /** The policies as they are saved: what each wants is told beside what the request had. */
  readonly policies: readonly Policy[];
}

/** What came of a request: how the person would get in, what took effect, and why the rest did not. */
export function ExplainOutcome({ wondered, explained, policies }: ExplainOutcomeProps) {
  const { t, i18n } = useTranslation();
  const { person, tokens } = explained;
  const name = person === null ? wondered.user : `${person.givenname} ${person.surname}`.trim() || person.username;
  const took = explained.policies.filter(({ effects }) => effects.some(({ effect }) => effect === 'took-effect'));
  const matched = explained.policies.filter((policy) => policy.matched && !took.includes(policy));
  const others = explained.policies.filter((policy) => !policy.matched);
  const at = moment(explained.at, i18n.language);
  const headline =
    explained.login.length > 0
      ? loginHeadline(t, explained, name)
      : t('policy.explain.count', { count: took.length, total: explained.policies.length });
  // The focus stays in the question: the next one is often the same person at another time.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same words are said again for the next question
  useEffect(() => announce(headline), [headline, explained]);
  return (
    <div className="explain-outcome">
      <h2 className="question">
        {explained.login.length > 0 ? (
          <Sign meaning={isRefused(explained) ? 'refused' : 'proven'}>
            <span>{headline}</span>
          </Sign>
        ) : (
          headline
        )}
      </h2>
      <p className="quiet">
        {t('policy.explain.asked', {
          name: person === null ? wondered.user || t('policy.explain.nobody') : `${person.username}@${person.realm}`,
          client: wondered.client || t('policy.explain.anywhere'),
          at,
        })}
      </p>
      {explained.login.length > 0 && tokens !== null && tokens.length > 0 && (
        <Group title={t('policy.explain.tokens')}>
          {tokens.map(({ serial, type, state }) => (
            <li key={serial}>
              <code>{serial}</code> <span className="quiet">{type.toUpperCase()}</span>
              <Sign meaning={state === 'usable' ? 'proven' : 'refused'}>{stateWords(t, state)}</Sign>
            </li>
          ))}
        </Group>
      )}
      <Group title={t('policy.explain.took')} empty={t('policy.explain.tookNone')}>
        {took.map((policy) => (
          <li key={policy.name}>
            <Name of={policy.name} />
            {policy.effects.map(({ action, effect, by }) => (
              <p key={action}>
                <code>{action}</code> {saidBy(explained, action, effect, i18n.language)}
                {action === 'max_token_per_realm' && realmWords(t, explained)}
                {effect !== 'took-effect' && effectWords(t, effect, by)}
              </p>
            ))}
          </li>
        ))}
      </Group>
      {matched.length > 0 && (
        <Group title={t('policy.explain.matched')}>
          {matched.map((policy) => (
            <li key={policy.name}>
              <Name of={policy.name} />
              {policy.effects.map(({ action, effect, by }) => (
                <p key={action}>
                  <code>{action}</code> {effectWords(t, effect, by)}
                </p>
              ))}
            </li>
          ))}
        </Group>
      )}
      {others.length > 0 && (
        <Group title={t('policy.explain.notFor')}>
          {others.map((policy) => (
            <li key={policy.name}>
              <Name of={policy.name} />
              {policy.mismatches.map((dimension) => (
                <p key={dimension}>
                  {mismatchWords(
                    t,
                    dimension,
                    policies.find((one) => one.name === policy.name),
                    dimension === 'conditions'
                      ? hadForConditions(t, policy)
                      : had(t, dimension, wondered, explained, at),
                  )}
                </p>
              ))}
            </li>
          ))}
        </Group>
      )}
    </div>
  );
}

function Group({ title, empty, children }: { title: string; empty?: string; children: ReactNode[] }) {
  return (
    <section className="explain-group">
      <h3>{title}</h3>
      {children.length === 0 ? <p>{empty}</p> : <ul>{children}</ul>}
    </section>
  );
}

function Name({ of }: { readonly of: string }) {
  return (
    <Link className="policy-name" href={policyPlaces.edit(of)}>
      {of}
    </Link>
  );
}

function saidBy({ values }: Explained, action: string, effect: string, language: string): string {
  const value = values.find((one) => one.action === action)?.value;
  if (effect !== 'took-effect' || value === null || value === undefined || value === 'true') return '';
  return `= ${spanOf(action, value, language) ?? value}`;
}

/** Both numbers: all tokens of the realm count against its limit, those in the pool, too. */
function realmWords(t: TFunction, { realm_tokens: tokens }: Explained): string {
  return tokens === null ? '' : ` ${t('policy.explain.realmTokens', { ...tokens })} `;
}

const effects = [
  'switched-off',
  'outranked',
  'not-highest',
  'conflict',
  'failed',
  'unreadable',
  'unknown-user',
  'known-user',
  'has-tokens',
  'token-required',
  'decided-before',
] as const;

function effectWords(t: TFunction, effect: string, by: readonly string[]): string {
  const known = effects.find((one) => one === effect);
  return known === undefined ? effect : t(`policy.effect.${known}`, { by: by.join(', ') });
}

const states = ['usable', 'revoked', 'locked', 'failcounter', 'disabled', 'not-yet-valid', 'expired'] as const;

function stateWords(t: TFunction, state: string): string {
  const known = states.find((one) => one === state);
  return known === undefined ? state : t(`policy.tokenState.${known}`);
}

/** What conditions look at may be known, or nobody said it. */
function hadForConditions(t: TFunction, { unknown }: Explained['policies'][number]): string {
  if (unknown.length === 0) return t('policy.explain.otherwise');
  return t('policy.explain.unsaid', { keys: unknown.map(({ key }) => key).join(', ') });
}

/** What the request had where a policy wanted something. */
function had(t: TFunction, dimension: string, wondered: Wondered, { person }: Explained, at: string): string {
  switch (dimension) {
    case 'realm':
      return person?.realm ?? (wondered.realm || t('policy.explain.nothing'));
    case 'user':
      return person?.username ?? (wondered.user || t('policy.explain.nobody'));
    case 'resolver':
      return person?.resolver ?? t('policy.explain.nothing');
    case 'client':
      return wondered.client || t('policy.explain.nothing');
    case 'time':
      return at;
    case 'adminuser':
      return wondered.adminUser || t('policy.explain.nobody');
    default:
      return t('policy.explain.nothing');
  }
}

/** `2026-11-21T10:00` of the server's clock, with its day of the week: policies look at that. */
function moment(text: string, language: string): string {
  const at = new Date(`${text}Z`);
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    weekday: 'long',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'UTC',
  }).format(at);
}
