import { useQuery } from '@tanstack/react-query';
import type { Policy } from '../../domain/policy/policy.ts';
import { useMay } from '../administration/session.ts';
import { ask } from '../keydesk.ts';

const none: readonly string[] = [];

/** The names of the groups that require a token, for whoever may see them; asked only of a policy they overrule. */
export function useRequiringGroups({ scope, action }: Policy): readonly string[] {
  const may = useMay('trustread');
  const matters = scope === 'authentication' && ('passthru' in action || 'passOnNoToken' in action);
  const groups = useQuery({
    queryKey: ['administrative', 'groups/list'],
    queryFn: () => ask('groups/list'),
    select: (all) => all.filter(({ settings }) => settings.require_token === 'allow').map(({ name }) => name),
    enabled: may && matters,
  });
  return groups.data ?? none;
}
