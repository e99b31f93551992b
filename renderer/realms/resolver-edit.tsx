import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ResolverKind, resolverKinds } from '../../domain/resolver-kind.ts';
import { useAdministrative } from '../administration/session.ts';
import { ListProblem } from '../controls/list-problem.tsx';
import { Waiting } from '../frame/waiting.tsx';
import { initialSettings } from './resolver-fields.ts';
import { ResolverForm } from './resolver-form.tsx';
import { ResolverKindQuestion } from './resolver-kind-question.tsx';

interface ResolverEditProps {
  /** `undefined` makes a new one. */
  readonly name: string | undefined;
  readonly onSaved: (name: string) => void;
}

/** A resolver, new or known: first where the people are kept, then how to get at them. */
export function ResolverEdit({ name, onSaved }: ResolverEditProps) {
  const { t } = useTranslation();
  const resolvers = useAdministrative('resolvers/list');
  const [wanted, setWanted] = useState<ResolverKind>();
  if (resolvers.error !== null) return <ListProblem query={resolvers} />;
  if (resolvers.data === undefined) return <Waiting />;
  const known = resolvers.data.find((one) => one.name === name);
  const kind = known === undefined ? wanted : resolverKinds.find((one) => one === known.kind);
  if (name !== undefined && kind === undefined) return <p className="page quiet">{t('resolver.notHere')}</p>;
  if (kind === undefined) return <ResolverKindQuestion onChosen={setWanted} />;
  return (
    <ResolverForm
      key={known?.name ?? kind}
      kind={kind}
      name={known?.name}
      settings={{ ...initialSettings(kind), ...known?.settings }}
      hasSecret={known?.hasSecret ?? false}
      taken={known === undefined ? resolvers.data.map((one) => one.name) : []}
      onSaved={onSaved}
      onBack={known === undefined ? () => setWanted(undefined) : undefined}
    />
  );
}
