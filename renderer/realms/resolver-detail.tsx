import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { ResolverRow } from '../../domain/contract/administration/realms.ts';
import { resolverKinds } from '../../domain/resolver-kind.ts';
import { May } from '../administration/may.tsx';
import { useAdministrativeAction } from '../administration/session.ts';
import { Button } from '../controls/button.tsx';
import { Facts } from '../controls/facts.tsx';
import { useAction } from '../keydesk.ts';
import { Confirm } from './confirm.tsx';
import { kindWord } from './resolver-kind.ts';
import { TestResult } from './test-result.tsx';

interface ResolverDetailProps {
  readonly resolver: ResolverRow;
  readonly realms: readonly string[];
  readonly onGone: () => void;
}

const shownSettings = ['LDAPURI', 'LDAPBASE', 'BINDDN', 'Driver', 'Server', 'Database', 'Table', 'fileName'] as const;

/** One place where people are kept: what it is, whether it works now, and what can be done with it. */
export function ResolverDetail({ resolver, realms, onGone }: ResolverDetailProps) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const [removing, setRemoving] = useState(false);
  const test = useAction('resolvers/test');
  const [result, setResult] = useState<Parameters<typeof TestResult>[0]['result']>();
  const remove = useAdministrativeAction('resolvers/remove');
  const { name, settings } = resolver;
  const kind = resolverKinds.find((one) => one === resolver.kind);
  const run = async () => {
    if (kind === undefined) return;
    setResult((await test.run({ name, kind, settings, secret: null }))?.value);
  };
  return (
    <>
      <p className="quiet">{kindWord(t, resolver.kind)}</p>
      <Facts
        facts={[
          ...shownSettings.map((one) => [t(`resolver.field.${one}.label`), settings[one] ?? ''] as const),
          [t('nav.realms'), realms.length === 0 ? t('resolver.inNoRealm') : realms.join(', ')],
        ]}
      />
      <div className="actions">
        {kind === 'internal' ? (
          <Button onPress={() => navigate(`/realms/people/${encodeURIComponent(name)}`)}>{t('ownPeople.open')}</Button>
        ) : (
          kind !== undefined && (
            <>
              <May right="resolverwrite">
                {(control) => (
                  <Button {...control} busy={test.busy} onPress={() => void run()}>
                    {t('resolver.test')}
                  </Button>
                )}
              </May>
              <May right="resolverwrite">
                {(control) => (
                  <Button {...control} onPress={() => navigate(`/realms/resolver/${encodeURIComponent(name)}`)}>
                    {t('resolver.change')}
                  </Button>
                )}
              </May>
            </>
          )
        )}
        <May right="resolverdelete">
          {(control) => (
            <Button {...control} kind="refuse" onPress={() => setRemoving(true)}>
              {t('resolver.remove')}
            </Button>
          )}
        </May>
      </div>
      <TestResult result={result} busy={test.busy} failure={test.failure} />
      {removing && (
        <Confirm
          title={t('resolver.removeTitle', { name })}
          before={
            realms.length > 0
              ? t('resolver.removeHeld', { realms: realms.join(', ') })
              : t(kind === 'internal' ? 'resolver.removeOwn' : 'resolver.removeBefore')
          }
          verb={t('resolver.removeVerb')}
          busy={remove.busy}
          failure={remove.failure}
          onGo={async () => {
            if ((await remove.run({ name })) !== undefined) onGone();
          }}
          onClose={() => setRemoving(false)}
        />
      )}
    </>
  );
}
