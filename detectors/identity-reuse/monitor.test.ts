import { describe, expect, it } from 'vitest';
import { monitorOf } from './monitor.ts';

describe('monitorOf', () => {
  it('names one monitor alike, whatever the case and the prefix of its code', () => {
    const one = { maker: 'DEL', code: '0xA0F1', serial: '7LK2M53' };

    expect(monitorOf(one)).toBe('del/a0f1/7lk2m53');
    expect(monitorOf({ maker: 'del', code: 'a0f1', serial: '7lk2m53' })).toBe('del/a0f1/7lk2m53');
  });

  it('names nothing that many monitors have: zeros, sample EDIDs, presets of network KVMs, short numbers', () => {
    for (const serial of ['0', '00000000', '0x01010101', '16843009', '2290649088', 'CAFEBABE', '3S5GQ23', '123456789', 'n/a', '12']) {
      expect(monitorOf({ maker: 'DEL', code: 'a0f1', serial })).toBeUndefined();
    }
  });
});
