/** Where a browser may have messages sent to: out, and nowhere else. */
import { faultOfAddress, isPublicAddress } from '../../../store/push/public-address';

test.each([
  ...['93.184.216.34', '8.8.8.8', '2606:4700:4700::1111', '::ffff:8.8.8.8'].map(
    (each) => [each, true] as const,
  ),
  ...[
    '127.0.0.1',
    '127.9.9.9',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
  ].map((each) => [each, false] as const),
  ...[
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1%eth0',
    'fc00::1',
    'ff02::1',
    '::ffff:10.0.0.1',
    // Ways to write an address of IPv4 as one of IPv6.
    '::7f00:1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::a00:1',
    '2002:7f00:1::1',
    '2001:0:7f00:1::1',
    '4000::1',
  ].map((each) => [each, false] as const),
])('%s is public: %s', (address, isPublic) => expect(isPublicAddress(address)).toBe(isPublic));

test.each([
  'http://push.example.com/a',
  'ftp://push.example.com/a',
  'https://me:word@push.example.com/a',
  'https://127.0.0.1/a',
  'https://[::1]:8443/a',
  'https://[::ffff:7f00:1]/a',
  'https://2130706433/a',
  'https://0x7f.1/a',
  'https://localhost/a',
  'https://x.localhost/a',
  'https://localhost./a',
  'https://printer/a',
  'https://192.168.0.10/a',
  'https://169.254.169.254/latest/meta-data',
  'no address',
])('nothing is sent to %s', (address) => expect(faultOfAddress(address, [])).toMatch(/^expected/));

test('push services have names, and those of the own network are named', () => {
  expect(faultOfAddress('https://fcm.googleapis.com/fcm/send/abc', [])).toBeNull();
  expect(faultOfAddress('https://push.home/abc', ['push.home'])).toBeNull();
  expect(faultOfAddress('http://push.home/abc', ['push.home'])).toMatch(/https/);
});
