import type { CompiledPolicy } from './compiled-policy.ts';
import { addToNameIndex, emptyNameIndex, findInNameIndex, type NameIndex, push } from './name-index.ts';
import type { PreparedRequest } from './request.ts';

/** The active policies with one action, found by the user, realm or network they name; `others` are always looked at. */
export interface PolicyIndex {
  readonly all: readonly CompiledPolicy[];
  readonly users: NameIndex<CompiledPolicy>;
  readonly realms: NameIndex<CompiledPolicy>;
  /** Policies for one IPv4 network each, by the mask and then by the network. */
  readonly networks: ReadonlyMap<number, ReadonlyMap<number, readonly CompiledPolicy[]>>;
  readonly withNetwork: readonly CompiledPolicy[];
  readonly others: readonly CompiledPolicy[];
  /** Those that are in several lists, so that one request can come upon them twice. */
  readonly several: ReadonlySet<CompiledPolicy>;
}

export function indexPolicies(policies: readonly CompiledPolicy[]): PolicyIndex {
  const users = emptyNameIndex<CompiledPolicy>();
  const realms = emptyNameIndex<CompiledPolicy>();
  const networks = new Map<number, Map<number, CompiledPolicy[]>>();
  const withNetwork: CompiledPolicy[] = [];
  const others: CompiledPolicy[] = [];
  const several = new Set<CompiledPolicy>();
  for (const compiled of policies) {
    const places = addToNameIndex(users, compiled.user, compiled) || addToNameIndex(realms, compiled.realm, compiled);
    const [network, ...further] = compiled.client?.inside ?? [];
    if (places > 1) several.add(compiled);
    if (places > 0) continue;
    if (network?.isV4 && further.length === 0) {
      const sameMask = networks.get(network.mask) ?? new Map<number, CompiledPolicy[]>();
      networks.set(network.mask, sameMask);
      push(sameMask, network.network, compiled);
      withNetwork.push(compiled);
    } else {
      others.push(compiled);
    }
  }
  return { all: policies, users, realms, networks, withNetwork, others, several };
}

/** Lists of policies with all that can match the request among them. */
export function candidatesOf(index: PolicyIndex, request: PreparedRequest): readonly (readonly CompiledPolicy[])[] {
  const { user, realm, address } = request;
  if (user === undefined || realm === undefined) return [index.all];
  const lists: (readonly CompiledPolicy[])[] = [index.others];
  findInNameIndex(index.users, user, lists);
  findInNameIndex(index.realms, realm, lists);
  if (address === undefined) lists.push(index.withNetwork);
  if (typeof address === 'number') {
    for (const [mask, sameMask] of index.networks) {
      const list = sameMask.get(address & mask);
      if (list) lists.push(list);
    }
  }
  return lists;
}
