import type { Driver } from '../driver.ts';
import { identify } from './identify.ts';
import { openYubikey } from './session.ts';

/** USB product ids with the OTP keyboard interface; the other ids of the vendor lack it. */
const otpProducts: readonly number[] = [0x0010, 0x0110, 0x0111, 0x0114, 0x0116, 0x0401, 0x0403, 0x0405, 0x0407, 0x0410];

/** YubiKeys by their OTP interface. */
export const yubikeyDriver: Driver = {
  vendorId: 0x1050,
  recognises: ({ vendorId, productId }) => vendorId === 0x1050 && otpProducts.includes(productId),
  open: async (attached, connection, clock) => {
    const session = await openYubikey(connection, clock);
    return {
      session,
      identify: () => identify(attached, session),
      refreshed: (seen) => ({ ...seen, slots: session.last.slots }),
    };
  },
};
