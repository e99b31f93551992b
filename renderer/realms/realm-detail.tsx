import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { Realm } from '../../domain/contract/administration/realms.ts';
import { May } from '../administration/may.tsx';
import { useAdministrativeAction } from '../administration/session.ts';
import { Button } from '../controls/button.tsx';
import { Problem } from '../controls/problem.tsx';
import { Confirm } from './confirm.tsx';
import { RealmForm } from './realm-form.tsx';
import { kindWord } from './resolver-kind.ts';
import { TryLogin } from './try-login.tsx';

/** Where a realm looks for somebody, in its order, and what can be done with it. */
export function RealmDetail({ realm, onGone }: { readonly realm: Realm; readonly onGone: () => void }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const [asking, setAsking] = useState<'change' | 'remove' | 'try'>();
  const setDefault = useAdministrativeAction('realms/set-default');
  const remove = useAdministrativeAction('realms/remove');
  const close = () => setAsking(undefined);
  return (
    <>
      <p className="quiet">{t(realm.isDefault ? 'realm.defaultMeans' : 'realm.otherMeans', { name: realm.name })}</p>
      <h3>{t('realm.order')}</h3>
      <ol className="asked-in-turn">
        {realm.resolvers.map(({ name, kind }) => (
          <li key={name}>
            <strong>{name}</strong>
            <span className="quiet small">{kindWord(t, kind)}</span>
          </li>
        ))}
      </ol>
      {setDefault.failure !== undefined && <Problem failure={setDefault.failure} />}
      <div className="actions">
        <May right="resolverwrite">
          {(control) => (
            <Button {...control} onPress={() => setAsking('try')}>
              {t('tryLogin.open')}
            </Button>
          )}
        </May>
        <May right="resolverwrite">
          {(control) => (
            <Button {...control} onPress={() => setAsking('change')}>
              {t('realm.change')}
            </Button>
          )}
        </May>
        {realm.resolvers
          .filter(({ kind }) => kind === 'internal')
          .map(({ name }) => (
            <Button key={name} onPress={() => navigate(`/realms/people/${encodeURIComponent(name)}`)}>
              {t('ownPeople.of', { name })}
            </Button>
          ))}
        <May right="configwrite">
          {(control) => (
            <Button
              {...control}
              busy={setDefault.busy}
              onPress={() => void setDefault.run({ name: realm.isDefault ? null : realm.name })}
            >
              {t(realm.isDefault ? 'realm.noDefault' : 'realm.makeDefault')}
            </Button>
          )}
        </May>
        <May right="resolverdelete">
          {(control) => (
            <Button {...control} kind="refuse" onPress={() => setAsking('remove')}>
              {t('realm.remove')}
            </Button>
          )}
        </May>
      </div>
      {asking === 'try' && <TryLogin realm={realm.name} onClose={close} />}
      {asking === 'change' && <RealmForm realm={realm} taken={[]} onClose={close} />}
      {asking === 'remove' && (
        <Confirm
          title={t('realm.removeTitle', { name: realm.name })}
          before={t('realm.removeBefore')}
          verb={t('realm.removeVerb')}
          busy={remove.busy}
          failure={remove.failure}
          onGo={async () => {
            if ((await remove.run({ name: realm.name })) !== undefined) onGone();
          }}
          onClose={close}
        />
      )}
    </>
  );
}
