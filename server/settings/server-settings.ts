import { newCredential } from '../store/credentials.ts';
import { parseTrustedProxies, type TrustedProxies, trustNobody } from '../wire/client-address.ts';
import { isTrue, wholeNumber } from '../wire/parameters.ts';
import { WireError } from '../wire/wire-error.ts';

/** What of privacyIDEA's system settings decides about checks and new tokens. */
export interface ServerSettings {
  /** `PrependPin`: the PIN stands before the code. */
  readonly pinFirst: boolean;
  /** `IncFailCountOnFalsePin`: a wrong PIN counts on every token it might have been meant for. */
  readonly countWrongPins: boolean;
  /** `AutoResync`: two codes in a row far ahead say where a token is. */
  readonly autoResync: boolean;
  /** `failcounter_clear_timeout`: minutes until wrong codes that were too many are forgotten; 0: never. */
  readonly clearFailuresMinutes: number;
  /** `no_auth_counter` switches this off: how often a token was tried and accepted. */
  readonly countUses: boolean;
  /** `OverrideAuthorizationClient`. */
  readonly trusted: TrustedProxies;
  /** `DefaultOtpLen`, `DefaultCountWindow`, `DefaultSyncWindow`, `DefaultMaxFailCount`. */
  readonly newToken: {
    readonly otpLength: number;
    readonly countWindow: number;
    readonly syncWindow: number;
    readonly maxfail: number;
  };
}

type Changed = (value: string, before: ServerSettings, name: string) => ServerSettings;

function newToken(member: keyof ServerSettings['newToken'], least: number, most: number): Changed {
  return (value, before) => ({
    ...before,
    newToken: { ...before.newToken, [member]: wholeNumber(value, newCredential[member], least, most) },
  });
}

const readers: Readonly<Record<string, Changed>> = {
  PrependPin: (value, before, name) => ({ ...before, pinFirst: readFlag(value, name) }),
  IncFailCountOnFalsePin: (value, before, name) => ({ ...before, countWrongPins: readFlag(value, name) }),
  AutoResync: (value, before, name) => ({ ...before, autoResync: readFlag(value, name) }),
  no_auth_counter: (value, before, name) => ({ ...before, countUses: !readFlag(value, name) }),
  failcounter_clear_timeout: (value, before) => ({
    ...before,
    clearFailuresMinutes: wholeNumber(value, 0, 0, 525_600),
  }),
  OverrideAuthorizationClient: (value, before) => ({ ...before, trusted: readTrusted(value) }),
  DefaultOtpLen: newToken('otpLength', 6, 8),
  DefaultCountWindow: newToken('countWindow', 1, 1000),
  DefaultSyncWindow: newToken('syncWindow', 1, 10_000),
  DefaultMaxFailCount: newToken('maxfail', 1, 1000),
};

/** Settings of privacyIDEA that can only be what this server does anyway: any other value would be pretended. */
const fixed: Readonly<Record<string, readonly string[]>> = {
  splitAtSign: ['1', 'true'],
};

/** What holds when nothing was set: privacyIDEA's own defaults, and no proxy is trusted. */
const defaultSettings: ServerSettings = {
  pinFirst: true,
  countWrongPins: true,
  autoResync: false,
  clearFailuresMinutes: 0,
  countUses: true,
  trusted: trustNobody,
  newToken: newCredential,
};

/** Reads the settings by name; what was written before it was checked, and cannot be read, is as if it were not there. */
export function readServerSettings(texts: Iterable<readonly [name: string, value: string]>): ServerSettings {
  let settings = defaultSettings;
  for (const [name, value] of texts) {
    try {
      settings = readers[name]?.(value, settings, name) ?? settings;
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
    }
  }
  return settings;
}

/** Refuses a setting that could not work. */
export function assertGoodSetting(name: string, value: string): void {
  if (fixed[name]?.includes(value.toLowerCase()) === false) {
    throw new WireError('parameter', `This server cannot do otherwise than '${name}' = '${fixed[name][0]}'.`, {
      reason: 'setting-fixed',
      values: { name, value: String(fixed[name][0]) },
    });
  }
  readers[name]?.(value, defaultSettings, name);
}

function readFlag(value: string, name: string): boolean {
  if (isTrue(value)) return true;
  if (['0', 'false', ''].includes(value.toLowerCase())) return false;
  throw new WireError('parameter', `'${name}' must be True or False.`);
}

function readTrusted(value: string): TrustedProxies {
  const trusted = parseTrustedProxies(value);
  if (!('unreadable' in trusted)) return trusted;
  throw new WireError(
    'parameter',
    `'OverrideAuthorizationClient' holds what is no address or subnet: ${trusted.unreadable.join(', ').slice(0, 200)}. Write 10.0.0.5 or 10.0.0.5 > 192.168.0.0/16, with commas between.`,
    { reason: 'address-list', values: { entries: trusted.unreadable.join(', ').slice(0, 200) } },
  );
}
