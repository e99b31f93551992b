/** What a group may be allowed or denied. Each is closed until it is allowed. */
export const permissions = [
  /** Hand tokens out, replace, withdraw and report them, within the own office. */
  'control_trust',
  /** Receive, ship, count and reprogram tokens, within the own office. */
  'handle_stock',
  /** Control trust and handle stock in every office. */
  'all_offices',
  /** No log-in without a token. */
  'require_token',
] as const;
export type Permission = (typeof permissions)[number];

export type Setting = 'allow' | 'deny';

/** A group of people. Members of a group that is within another are members of that one, too. */
export interface Group {
  readonly id: string;
  readonly name: string;
  /** What is not named is unset. */
  readonly settings: { readonly [permission in Permission]?: Setting };
  /** The groups this one is within. */
  readonly within: readonly string[];
}

/** The group everybody is in, without being put there. */
export const everyone = 'everyone';

/** What holds for a person, and the groups that say so, each by the way that leads to it. */
export interface Effective {
  readonly setting: Setting | 'unset';
  /** From a group the person is in directly to the group that decides. */
  readonly because: readonly (readonly string[])[];
}

/** Groups by id, looked at over and over. */
export type Groups = ReadonlyMap<string, Group>;

/**
 * Any Deny beats any Allow, however near or far (Haplo's rule). A group that is not there says nothing; a circle of
 * groups, which saving refuses, is walked once.
 */
export function effective(groups: Groups, memberOf: readonly string[], permission: Permission): Effective {
  const ways = waysUp(groups, [...new Set([...memberOf, everyone])]);
  for (const setting of ['deny', 'allow'] as const) {
    const because = ways.filter((way) => groups.get(way.at(-1) as string)?.settings[permission] === setting);
    if (because.length > 0) return { setting, because };
  }
  return { setting: 'unset', because: [] };
}

/** Whether a person may do what is closed by default. */
export function isAllowed(groups: Groups, memberOf: readonly string[], permission: Permission): boolean {
  return effective(groups, memberOf, permission).setting === 'allow';
}

/** Every group a person is in: by being put there, and by those being within others. Everyone is not named. */
export function groupsAround(groups: Groups, memberOf: readonly string[]): readonly string[] {
  return waysUp(groups, memberOf).flatMap((way) => way.slice(-1));
}

/** The shortest way from the groups a person is in to each group that holds for them. */
function waysUp(groups: Groups, memberOf: readonly string[]): readonly (readonly string[])[] {
  const ways = memberOf.map((id): readonly string[] => [id]);
  const seen = new Set(memberOf);
  for (const way of ways) {
    for (const above of groups.get(way.at(-1) as string)?.within ?? []) {
      if (seen.has(above)) continue;
      seen.add(above);
      ways.push([...way, above]);
    }
  }
  return ways;
}

/** The circle that would come of putting `inner` within `outer`, from `inner` to `inner`; nothing when there is none. */
export function circleOf(groups: Groups, inner: string, outer: string): readonly string[] | undefined {
  const back = waysUp(groups, [outer]).find((way) => way.at(-1) === inner);
  return back === undefined ? undefined : [inner, ...back];
}
