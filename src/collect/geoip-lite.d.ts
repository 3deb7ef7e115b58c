declare module 'geoip-lite' {
  const geoip: { lookup(address: string): unknown };
  export default geoip;
}
