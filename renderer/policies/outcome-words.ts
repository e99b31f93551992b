import type { TFunction } from 'i18next';
import type { AffectedPage, Explained } from '../../domain/contract/administration/policies.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { spanOf } from './span-value.ts';

type Change = AffectedPage['people'][number]['changes'][number];

const ways = [
  'tokens',
  'passOnNoToken',
  'passOnNoUser',
  'passthru',
  'autoassignment',
  'no-token',
  'token-required',
  '904',
  '1007',
] as const;

/** One way in by its word; a failure by its code says that nothing is decided. */
function wayWords(t: TFunction, word: string): string {
  const known = ways.find((way) => way === word);
  return known === undefined ? t('policy.login.failed') : t(`policy.login.${known}`);
}

/** What would change for somebody: an action's value, or how they get in. */
export function changeWords(t: TFunction, { action, before, after }: Change, language: string): string {
  const say = (text: string) =>
    action === 'login'
      ? loginWords(t, text.split(' '))
      : text === ''
        ? t('policy.whatIf.nothing')
        : (spanOf(action, text, language) ?? valueText(t, text));
  const what = action === 'login' ? t('policy.whatIf.login') : action;
  return t('policy.whatIf.change', { what, before: say(before), after: say(after) });
}

function valueText(t: TFunction, text: string): string {
  if (text === 'true') return t('policy.value.on');
  return text.startsWith('policy/') ? t('policy.login.failed') : text;
}

/** The ways in, one after the other; that nobody is let in at the end is said only when it is all there is. */
function loginWords(t: TFunction, words: readonly string[]): string {
  const open = words.filter((word) => word !== 'no-token' && word !== 'token-required');
  return (open.length === 0 ? words : open).map((word) => wayWords(t, word)).join(', ');
}

/** How somebody would get in, in a sentence: the head of an explanation. */
export function loginHeadline(t: TFunction, { login, tokens }: Explained, name: string): string {
  const words = login.map(({ way, why }) => (way === 'accept' || way === 'refuse' || way === 'fail' ? why : way));
  const [first] = words;
  if (first === 'tokens') {
    const usable = tokens?.some(({ state }) => state === 'usable') ?? true;
    return t(usable ? 'policy.explain.byToken' : 'policy.explain.noUsable', { name });
  }
  const reason = refusals.find((refusal) => refusal === first);
  if (reason !== undefined) return t(`policy.refusal.${reason}`, { name });
  return t('policy.explain.without', { name, how: loginWords(t, words) });
}

const refusals = ['no-token', 'token-required', '904', '1007'] as const;

export function isRefused({ login, tokens }: Explained): boolean {
  if (login[0]?.way === 'tokens') return tokens !== null && !tokens.some(({ state }) => state === 'usable');
  return login.length > 0 && login.every(({ way }) => way === 'refuse' || way === 'fail');
}

const dimensions = [
  'active',
  'realm',
  'user',
  'resolver',
  'client',
  'time',
  'adminrealm',
  'adminuser',
  'pinode',
  'user_agents',
  'conditions',
] as const;

/** Why a policy was not for a request: what it wants, beside what the request had. */
export function mismatchWords(t: TFunction, dimension: string, policy: Policy | undefined, had: string): string {
  const known = dimensions.find((one) => one === dimension);
  if (known === undefined) return dimension;
  if (known === 'active') return t('policy.mismatch.active');
  const wants = policy === undefined ? '' : wanted(policy)[known];
  return t(`policy.mismatch.${known}`, { wants, had });
}

function wanted(policy: Policy): Readonly<Record<(typeof dimensions)[number], string>> {
  return {
    active: '',
    realm: policy.realm.join(', '),
    user: policy.user.join(', '),
    resolver: policy.resolver.join(', '),
    client: policy.client.join(', '),
    time: policy.time,
    adminrealm: policy.adminRealm.join(', '),
    adminuser: policy.adminUser.join(', '),
    pinode: policy.node.join(', '),
    user_agents: policy.userAgent.join(', '),
    conditions: policy.conditions.map(({ key, comparator, value }) => `${key} ${comparator} ${value}`).join(', '),
  };
}
