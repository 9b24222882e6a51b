// From where files may be fetched: Intercom's own file hosts over https, and the API's own address.

/**
 * Intercom: "Using Intercom with Content Security Policy" (help article 3894) names the hosts of uploads and attachments
 * in the regions us, eu and au. A workspace's own attachments stand under a name of its own before the last two parts.
 */
const FILE_HOSTS = [
  /^(?:[a-z0-9-]+\.)*intercomcdn\.(?:com|eu)$/,
  /^(?:[a-z0-9-]+\.)*intercomassets\.(?:com|eu)$/,
  /^uploads\.intercomusercontent\.com$/,
  /^(?:[a-z0-9-]+\.)*intercom-attachments-[1-9]\.com$/,
  /^(?:[a-z0-9-]+\.)*intercom-attachments\.eu$/,
  /^(?:[a-z0-9-]+\.)*au\.intercom-attachments\.com$/,
];

/** Why a file at this address is not fetched, in words for people; null when it may be. Never holds the whole address, which is signed. */
export function whyNotFetched(address: string, apiUrl: string): string | null {
  const url = URL.parse(address);
  if (url === null) {
    return 'its address is no URL';
  }
  if (url.username !== '' || url.password !== '') {
    return `its address at ${url.host} holds a user name`;
  }
  if (url.origin !== 'null' && url.origin === URL.parse(apiUrl)?.origin) {
    return null;
  }
  if (url.protocol !== 'https:') {
    return `its address is not https but ${url.protocol.slice(0, 20)}`;
  }
  const isVendors = url.port === '' && FILE_HOSTS.some((host) => host.test(url.hostname));
  return isVendors ? null : `its address is at ${url.host.slice(0, 100)}, which is not one of Intercom’s file hosts`;
}
