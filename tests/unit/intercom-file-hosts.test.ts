// From which addresses the Intercom client fetches files, and from which it does not.
import { describe, expect, it } from 'vitest';
import { whyNotFetched } from '../../src/adapters/intercom/file-hosts.ts';

const API = 'https://api.intercom.io';

describe('the address of a file', () => {
  it.each([
    'https://downloads.intercomcdn.com/i/o/1/2/shot.png?expires=1&signature=2&req=3',
    'https://downloads.intercomcdn.eu/i/o/1/shot.png',
    'https://downloads.au.intercomcdn.com/i/o/1/shot.png',
    'https://acme-949ca9db770d.intercom-attachments-7.com/i/o/1/file',
    'https://intercom-attachments-1.com/i/o/1/file',
    'https://acme.intercom-attachments.eu/i/o/1/file',
    'https://acme.au.intercom-attachments.com/i/o/1/file',
    'https://uploads.intercomusercontent.com/1',
    'https://static.intercomassets.com/avatar.png',
    'https://DOWNLOADS.INTERCOMCDN.COM:443/x',
    'https://api.intercom.io/files/1',
  ])('when it is %s, then it is fetched', (address) => {
    expect(whyNotFetched(address, API)).toBeNull();
  });

  it.each([
    ['http://downloads.intercomcdn.com/x', 'not https'],
    ['https://evil.example/x', 'evil.example'],
    ['https://downloads.intercomcdn.com.evil.example/x', 'evil.example'],
    ['https://evilintercomcdn.com/x', 'evilintercomcdn.com'],
    ['https://evil-intercom-attachments-1.com/x', 'evil-intercom-attachments-1.com'],
    ['https://intercom-attachments-10.com/x', 'intercom-attachments-10.com'],
    ['https://intercom-attachments-0.com/x', 'intercom-attachments-0.com'],
    ['https://anything.intercomusercontent.com/x', 'anything'],
    ['https://downloads.intercomcdn.com:8443/x', ':8443'],
    ['https://downloads.intercomcdn.com./x', 'intercomcdn.com.'],
    ['https://downloads.intercomcdn.com@evil.example/x', 'user name'],
    ['https://user:pass@downloads.intercomcdn.com/x', 'user name'],
    ['https://api.intercom.io@169.254.169.254/x', 'user name'],
    ['https://169.254.169.254/latest/meta-data', '169.254.169.254'],
    ['http://127.0.0.1:9102/x', 'not https'],
    ['https://127.0.0.1/x', '127.0.0.1'],
    ['https://0x7f000001/x', '127.0.0.1'],
    ['https://[::1]/x', '[::1]'],
    ['https://[::ffff:169.254.169.254]/x', '['],
    ['https://localhost/x', 'localhost'],
    ['https://downloads。intercomcdn。com。evil。example/x', 'evil.example'],
    ['https://dоwnloads.intercоmcdn.com/x', 'xn--'],
    ['file:///etc/passwd', 'not https'],
    ['ftp://downloads.intercomcdn.com/x', 'not https'],
    ['data:text/plain,hello', 'not https'],
    ['javascript:alert(1)', 'not https'],
    ['//downloads.intercomcdn.com/x', 'no URL'],
    ['/files/1', 'no URL'],
    ['', 'no URL'],
    ['not an address', 'no URL'],
    ['http://api.intercom.io/files/1', 'not https'],
  ])('when it is %s, then it is not, and the reason names %j', (address, words) => {
    expect(whyNotFetched(address, API)).toContain(words);
  });

  it('when the API is reached over http on a port, then its own files are fetched from there and nowhere else', () => {
    const api = 'http://127.0.0.1:9102/base';
    expect(whyNotFetched('http://127.0.0.1:9102/_simulator/files/1/a.png', api)).toBeNull();
    expect(whyNotFetched('http://127.0.0.1:9103/x', api)).toContain('not https');
    expect(whyNotFetched('http://localhost:9102/x', api)).toContain('not https');
    expect(whyNotFetched('https://127.0.0.1:9102/x', api)).toContain('127.0.0.1:9102');
  });

  it('when it is signed, then the reason does not hold the signature', () => {
    expect(whyNotFetched('https://evil.example/x?signature=secret', API)).not.toContain('secret');
  });

  it('when neither has a host, then equal nothings do not open the door', () => {
    expect(whyNotFetched('file:///etc/passwd', 'file:///etc')).toContain('not https');
  });
});
