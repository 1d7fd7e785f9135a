import { CephError } from '@cephwire/codec'

/** A monitor could not do what a test asked for. */
export class TestMonitorError extends CephError {
  override readonly code = 'ERR_CEPH_TEST_MONITOR'
}
