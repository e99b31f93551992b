import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { type ResolverKind, resolverKinds } from '../../domain/resolver-kind.ts';
import { Button } from '../controls/button.tsx';
import { Choices } from '../controls/choices.tsx';
import { Page } from '../controls/page.tsx';

/** The first question of a new resolver. */
export function ResolverKindQuestion({ onChosen }: { readonly onChosen: (kind: ResolverKind) => void }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const [kind, setKind] = useState<ResolverKind>();
  return (
    <Page title={t('resolver.make')}>
      <form
        className="column resolver-question"
        onSubmit={(event) => {
          event.preventDefault();
          if (kind !== undefined) onChosen(kind);
        }}
      >
        <Choices
          label={t('resolver.where')}
          choices={resolverKinds.map((one) => ({
            value: one,
            label: t(`resolver.kind.${one}.name`),
            hint: t(`resolver.kind.${one}.means`),
          }))}
          value={kind}
          onChange={setKind}
        />
        <div className="form-foot">
          <Button keyName="Escape" onPress={() => navigate('/realms/resolvers')}>
            {t('realm.leave')}
          </Button>
          <Button kind="main" type="submit" keyName="Enter" isDisabled={kind === undefined}>
            {t('resolver.next')}
          </Button>
        </div>
      </form>
    </Page>
  );
}
