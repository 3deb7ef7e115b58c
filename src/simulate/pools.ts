/**
 * Public address blocks that belong to no home: carriers, commercial VPN, hosting, satellite, relay.
 *
 * Checked like those of the metros; what the address tables think of each is written beside it where it matters.
 */

/** US mobile carriers. A phone leaves by a gateway that serves a region, so most blocks are known by country only. */
export const CARRIERS = [
  { name: 'T-Mobile', blocks: '100.132.200.0/24 100.147.108.0/24 100.162.16.0/24 100.176.180.0/24 100.191.88.0/24 100.205.252.0/24 172.34.212.0/24 172.49.120.0/24 24.221.224.0/24 68.24.64.0/24 68.29.16.0/24 68.29.120.0/24' },
  { name: 'Verizon', blocks: '75.204.180.0/24 75.223.4.0/24 75.246.0.0/24 97.146.128.0/24 97.166.236.0/24 97.189.24.0/24 97.210.212.0/24 174.207.28.0/24 174.231.160.0/24 72.104.120.0/24 72.105.208.0/24 174.197.0.0/24' },
  { name: 'AT&T', blocks: '107.84.240.0/24 107.91.52.0/24 107.127.196.0/24 107.241.24.0/24 166.137.32.0/24 166.183.228.0/24 166.201.196.0/24 166.214.28.0/24 107.77.228.0/24 107.80.16.0/24 107.81.128.0/24 166.176.128.0/24' },
] as const;

/** Exits of commercial VPN services in the US. */
export const VPN_US = '2.56.151.0/24 158.115.241.0/24 5.182.101.0/24 45.33.154.0/24 181.214.74.0/24 64.137.49.0/24 181.215.1.0/24 50.31.139.0/24 31.40.213.0/24 31.220.8.0/24 66.179.156.0/24 185.153.178.0/24 185.227.132.0/24 185.202.237.0/24 181.214.246.0/24 205.147.16.0/24 134.82.68.0/24 89.187.164.0/24 89.187.173.0/24 89.187.180.0/24 89.187.184.0/24 154.57.137.0/24 45.92.0.0/24';
/** Exits of the same services elsewhere: Tokyo, Singapore, Amsterdam, Hong Kong, Seoul, Toronto, London. */
export const VPN_ABROAD = '5.180.76.0/24 5.181.235.0/24 5.180.78.0/24 37.120.151.0/24 2.56.148.0/24 2.58.44.0/24 84.17.57.0/24 45.130.33.0/24 181.215.2.0/24 45.67.62.0/24 2.26.253.0/24';
/** US hosting: where services without a network of their own, and people who run their own, put their exits. */
export const HOSTING_US = '24.199.64.0/24 138.68.196.0/24 104.238.128.0/24 108.61.72.0/24 50.116.48.0/24 50.116.32.0/24 23.239.24.0/24 23.94.40.0/24 172.245.36.0/24 104.250.124.0/24 23.230.129.0/24 67.198.128.0/24 23.252.101.0/24 104.194.93.0/24 67.21.64.0/24 104.37.244.0/24';
/** Homes on a satellite dish; the address says little about the place. */
export const SATELLITE_US = '65.181.0.0/24 65.181.4.0/24 66.9.160.0/24 74.244.0.0/24 74.244.4.0/24 137.83.124.0/24 143.105.0.0/24 150.228.40.0/24 173.250.196.0/24 209.198.144.0/24';
/** Homes on a carrier's fixed wireless, behind the carrier's address translation. */
export const WIRELESS_HOME_US = '172.56.16.0/20 172.58.0.0/19 172.59.64.0/19';
/** Exits of a relay that browsers use. */
export const RELAY = '172.225.32.0/20 172.226.96.0/20 172.224.224.0/20 104.28.32.0/20';
/** The company's own exits of its tunnel, in three cities. */
export const OWN_EGRESS = [
  { gateway: 'gw-iad', metro: 'iad', block: '38.88.15.32/28' },
  { gateway: 'gw-dfw', metro: 'dfw', block: '64.245.24.64/28' },
  { gateway: 'gw-sjc', metro: 'sfo', block: '4.16.47.64/28' },
] as const;

/** First 32 bits under which a provider's customers find their IPv6 networks, by provider; those who offer none are absent. */
export const IPV6_OF: Readonly<Record<string, readonly string[]>> = {
  7922: ['2601:240', '2601:482', '2601:602'],
  7018: ['2600:1700', '2600:1702'],
  701: ['2600:4040', '2600:4041'],
  22773: ['2600:8800', '2600:8801'],
  20115: ['2600:6c48'],
  11426: ['2600:6c5d'], 11427: ['2600:6c56'], 10796: ['2600:6c48'], 20001: ['2605:e000'], 33363: ['2603:9001'], 12271: ['2603:7000'],
  16591: ['2605:a601'], 6128: ['2600:480a'],
};
