import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ControllerRow, OfficeRow } from '../../domain/contract/administration/trust.ts';
import { May } from '../administration/may.tsx';
import { useAdministrativeAction } from '../administration/session.ts';
import { Button } from '../controls/button.tsx';
import { Confirm } from '../realms/confirm.tsx';
import { Appoint } from './appoint.tsx';
import { ControllerStanding } from './controller-standing.tsx';
import { Lend } from './lend.tsx';
import { OfficeDesk } from './office-desk.tsx';
import { OfficeForm } from './office-form.tsx';

interface OfficeDetailProps {
  readonly office: OfficeRow;
  readonly offices: readonly OfficeRow[];
  readonly onGone: () => void;
}

/** Who controls trust in an office, for good and for some days, and what can be done about it. */
export function OfficeDetail({ office, offices, onGone }: OfficeDetailProps) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState<'appoint' | 'lend' | 'rename' | 'remove'>();
  const [ending, setEnding] = useState<ControllerRow>();
  const remove = useAdministrativeAction('offices/remove');
  const end = useAdministrativeAction('offices/end');
  const close = () => {
    setAsking(undefined);
    setEnding(undefined);
    end.forget();
  };
  const acts = [
    { what: 'appoint', words: t('trust.office.appoint') },
    { what: 'lend', words: t('trust.office.lend') },
    { what: 'rename', words: t('trust.office.rename') },
    { what: 'remove', words: t('trust.office.remove') },
  ] as const;
  return (
    <>
      <h3>{t('trust.office.controllers')}</h3>
      {office.controllers.length === 0 && <p>{t('trust.office.noController')}</p>}
      <ul className="trust-people">
        {office.controllers.map((controller) => (
          <li key={controller.entry}>
            <span className="who">{controller.name}</span>
            <ControllerStanding controller={controller} />
            <span className="verb">
              <May right="trustwrite">
                {(control) => (
                  <Button
                    {...control}
                    kind="plain"
                    aria-label={t('trust.office.endName', { name: controller.name })}
                    onPress={() => setEnding(controller)}
                  >
                    {t('trust.office.end')}
                  </Button>
                )}
              </May>
            </span>
          </li>
        ))}
      </ul>
      <div className="actions">
        {acts.map(({ what, words }) => (
          <May key={what} right="trustwrite">
            {(control) => (
              <Button {...control} {...(what === 'remove' ? { kind: 'refuse' } : {})} onPress={() => setAsking(what)}>
                {words}
              </Button>
            )}
          </May>
        ))}
      </div>
      <OfficeDesk office={office} />
      {asking === 'appoint' && <Appoint office={office} onClose={close} />}
      {asking === 'lend' && <Lend office={office} onClose={close} />}
      {asking === 'rename' && <OfficeForm office={office} offices={offices} onDone={() => undefined} onClose={close} />}
      {asking === 'remove' && (
        <Confirm
          title={t('trust.office.removeTitle', { name: office.name })}
          before={t('trust.office.removeBefore')}
          verb={t('trust.office.removeVerb')}
          busy={remove.busy}
          failure={remove.failure}
          onGo={async () => {
            if ((await remove.run({ id: office.id })) !== undefined) onGone();
          }}
          onClose={close}
        />
      )}
      {ending !== undefined && (
        <Confirm
          title={t('trust.office.endTitle', { name: ending.name, office: office.name })}
          before={t('trust.office.endBefore')}
          verb={t('trust.office.endVerb')}
          busy={end.busy}
          failure={end.failure}
          onGo={async () => {
            if ((await end.run({ office: office.id, entry: ending.entry })) !== undefined) close();
          }}
          onClose={close}
        />
      )}
    </>
  );
}
