import { useTranslation } from 'react-i18next';
import { TextField } from '../controls/text-field.tsx';
import type { Pairing } from './pairing.ts';

/** The first step: where the server is. */
export function PairingAddress({ pairing }: { readonly pairing: Pairing }) {
  const { t } = useTranslation();
  const { fields, set, asked } = pairing;
  return (
    <>
      <TextField
        mono
        label={t('setUp.pairing.address')}
        hint={t('setUp.pairing.addressHint')}
        value={fields.address}
        onChange={(address) => set({ address })}
        maxLength={500}
        fault={asked && fields.address.trim() === '' ? t('setUp.pairing.addressMissing') : undefined}
      />
      <TextField
        lines
        mono
        label={t('setUp.pairing.authority')}
        hint={t('setUp.pairing.authorityHint')}
        value={fields.authority}
        onChange={(authority) => set({ authority })}
        maxLength={20_000}
      />
    </>
  );
}
