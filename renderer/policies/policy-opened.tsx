import { useTranslation } from 'react-i18next';
import { useAdministrative } from '../administration/session.ts';
import { Empty } from '../controls/empty.tsx';
import { ListProblem } from '../controls/list-problem.tsx';
import { Page } from '../controls/page.tsx';
import { Waiting } from '../frame/waiting.tsx';
import { PolicyEditor } from './policy-editor.tsx';

/** The editor of a policy by name, or of a new one, once the saved policies are there to be compared with. */
export function PolicyOpened({ name }: { readonly name?: string }) {
  const { t } = useTranslation();
  const policies = useAdministrative('policies/list');
  if (policies.error !== null && policies.data === undefined) {
    return (
      <Page title={name ?? t('policy.add')}>
        <ListProblem query={policies} />
      </Page>
    );
  }
  if (policies.data === undefined) return <Waiting />;
  const row = policies.data.find(({ policy }) => policy.name === name);
  if (name !== undefined && row === undefined) {
    return (
      <Page title={name}>
        <div>
          <Empty what={t('policy.gone', { name })} begin={t('policy.goneHint')} />
        </div>
      </Page>
    );
  }
  return <PolicyEditor row={row} saved={policies.data.map(({ policy }) => policy)} />;
}
