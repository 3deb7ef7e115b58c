/** Which folders of the real records are those of which source. */
export const FOLDERS: Readonly<Record<string, readonly string[]>> = {
  'bamboohr': ['hr-bamboohr'], 'checkpoint': ['checkpoint'], 'cisco': ['cisco-asa-ftd-vpn', 'cisco-meraki'], 'citrix': ['citrix-adc-gateway'], 'cloudflare': ['cloudflare-zero-trust'], 'crowdstrike': ['crowdstrike'],
  'defender': ['microsoft-defender'], 'duo': ['duo'], 'easypost': ['shipping-easypost'], 'entra-id': ['entra-id', 'microsoft-365-audit'], 'fortigate': ['fortinet-fortigate'], 'globalprotect': ['paloalto-globalprotect', 'paloalto-prisma-access'],
  'google-workspace': ['google-workspace'], 'intune': ['intune'], 'ivanti': ['ivanti-pulse-secure'], 'jamf': ['jamf'], 'jumpcloud': ['jumpcloud'], 'netskope': ['netskope'], 'okta': ['okta'], 'onelogin': ['onelogin'],
  'openvpn': ['openvpn'], 'osquery': ['osquery'], 'sentinelone': ['sentinelone'], 'servicenow': ['servicenow'], 'sonicwall': ['sonicwall'], 'tailscale': ['tailscale'],
  'windows': ['windows-evtx', 'windows-events', 'windows-xml', 'windows-json', 'winlogbeat'], 'zeek': ['zeek'], 'zscaler': ['zscaler', 'zscaler-zpa'],
};
