import { useTranslation } from 'react-i18next';
import type { SeenServer } from '../../domain/contract/pairing.ts';
import { Button } from '../controls/button.tsx';
import { Segments } from '../controls/choices.tsx';
import { Grouped } from '../controls/grouped.tsx';
import { SecretField } from '../controls/secret-field.tsx';
import { TextField } from '../controls/text-field.tsx';
import { TickBox } from '../controls/tick-box.tsx';
import { whenExactly } from '../i18n/when.ts';
import type { Pairing } from './pairing.ts';

interface PairingAccountProps {
  readonly pairing: Pairing;
  readonly seen: SeenServer;
  /** A station that is paired already keeps its name. */
  readonly named: boolean;
}

/** The second step: who answered there, whether it is the right one, and the account to work with. */
export function PairingAccount({ pairing, seen, named }: PairingAccountProps) {
  const { t, i18n } = useTranslation();
  const { fields, set, asked } = pairing;
  return (
    <>
      <section className="stack">
        <h2>{t('setUp.pairing.certificate')}</h2>
        <dl className="facts">
          <dt>{t('setUp.pairing.address')}</dt>
          <dd className="mono">{seen.url}</dd>
          <dt>{t('setUp.pairing.subject')}</dt>
          <dd>{seen.subject}</dd>
          <dt>{t('setUp.pairing.issuer')}</dt>
          <dd>{seen.issuer}</dd>
          <dt>{t('setUp.pairing.validTo')}</dt>
          <dd>{whenExactly(seen.validTo, i18n.language)}</dd>
          <dt>{t('setUp.pairing.fingerprint')}</dt>
          <dd className="mono">
            <Grouped>{seen.fingerprint}</Grouped>
          </dd>
        </dl>
        <p className="measure">{t('setUp.pairing.compare')}</p>
        <TickBox
          label={t('setUp.pairing.agree')}
          isSelected={fields.agreed}
          onChange={(agreed) => set({ agreed })}
          fault={asked && !fields.agreed ? t('setUp.pairing.agreeMissing') : undefined}
        />
        <div>
          <Button kind="plain" onPress={pairing.startAgain}>
            {t('setUp.pairing.again')}
          </Button>
        </div>
      </section>
      {!named && (
        <TextField
          label={t('setUp.enrol.name')}
          hint={t('setUp.enrol.nameHint')}
          value={fields.name}
          onChange={(name) => set({ name })}
          maxLength={100}
          fault={asked && fields.name.trim() === '' ? t('setUp.enrol.nameMissing') : undefined}
        />
      )}
      <Segments
        label={t('setUp.pairing.by')}
        choices={[
          { value: 'password', label: t('setUp.pairing.password') },
          { value: 'token', label: t('setUp.pairing.token') },
        ]}
        value={fields.by}
        onChange={(by) => set({ by })}
      />
      <TextField
        label={t('setUp.pairing.account')}
        hint={t('setUp.pairing.accountHint')}
        value={fields.account}
        onChange={(account) => set({ account })}
        maxLength={200}
        fault={asked && fields.account.trim() === '' ? t('setUp.pairing.accountMissing') : undefined}
      />
      <SecretField
        label={t(fields.by === 'password' ? 'setUp.pairing.secretPassword' : 'setUp.pairing.secretToken')}
        hint={t('setUp.pairing.secretHint')}
        inputRef={pairing.secret}
        autoComplete="off"
        fault={pairing.secretMissing ? t('setUp.pairing.secretMissing') : undefined}
      />
    </>
  );
}
