import type { TokenSeen } from '../../domain/token.ts';
import type { Attached } from '../attached.ts';
import { type Firmware, firmwareText } from '../firmware.ts';
import type { DeviceInfo } from '../session.ts';
import type { YubikeySession } from './session.ts';

/** What a plugged-in YubiKey is and which one. */
export async function identify(attached: Attached, session: YubikeySession): Promise<TokenSeen> {
  const status = await session.readStatus();
  const serial = await session.readSerial();
  const info = await session.readDeviceInfo();
  const firmware = info?.firmware ?? status.firmware;
  return {
    presence: attached.presence,
    model: modelName(firmware, attached.productId, info),
    serial: serial ?? info?.serial,
    firmware: firmwareText(firmware),
    slots: status.slots,
    transport: attached.transport,
    practice: attached.practice,
  };
}

/** Form factors of the device information (yubikit management.py, FORM_FACTOR). */
const forms: Readonly<Record<number, { readonly plain: string; readonly nfc: string }>> = {
  1: { plain: '', nfc: ' NFC' },
  2: { plain: ' Nano', nfc: ' Nano' },
  3: { plain: 'C', nfc: 'C NFC' },
  4: { plain: 'C Nano', nfc: 'C Nano' },
  5: { plain: 'Ci', nfc: 'Ci' },
};

/** The name the token is sold under, as far as it tells. */
export function modelName(firmware: Firmware, productId: number, info: DeviceInfo | undefined): string {
  const [major] = firmware;
  if (productId === 0x0410) return 'YubiKey Plus';
  if (major === 3) return 'YubiKey NEO';
  if (major < 3) return 'YubiKey Standard';
  if (info?.formFactor === 6) return 'YubiKey Bio';
  if (info?.formFactor === 7) return 'YubiKey C Bio';
  const form = forms[info?.formFactor ?? 0];
  const suffix = form === undefined ? '' : info?.nfcSupported ? form.nfc : form.plain;
  const series = info?.fips && major === 4 ? ' FIPS' : ` ${major}`;
  return `YubiKey${series}${suffix}${info?.fips && major > 4 ? ' FIPS' : ''}`;
}
