/** Wider than any one company or network holds: such a block speaks of everybody. */
export function isTooWide(block: string): boolean {
  const [address = '', bits] = block.split('/');
  return bits !== undefined && Number(bits) < (address.includes(':') ? 16 : 8);
}

/** Where anybody opens a mail box in a minute: the domain names nobody. */
const OPEN_TO_ALL: ReadonlySet<string> = new Set([
  'gmail.com', 'googlemail.com', 'outlook.com', 'hotmail.com', 'live.com', 'msn.com', 'yahoo.com', 'ymail.com', 'aol.com', 'icloud.com', 'me.com', 'mac.com',
  'proton.me', 'protonmail.com', 'pm.me', 'gmx.com', 'gmx.net', 'gmx.de', 'web.de', 'mail.com', 'mail.ru', 'yandex.com', 'yandex.ru', 'qq.com', '163.com', '126.com', 'tutanota.com', 'tuta.com', 'zoho.com', 'fastmail.com', 'naver.com',
]);

/** True for the domain of a mail service that is open to all. */
export function isOpenToAll(domain: string): boolean {
  return OPEN_TO_ALL.has(domain.toLowerCase());
}
