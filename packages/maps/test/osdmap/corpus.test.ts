import {
  osdInfoCodec,
  osdMapCodec,
  osdMapIncrementalCodec,
  osdXinfoCodec,
  pgIdCodec,
  pgPoolCodec
} from '@cephwire/maps'
import { describeCorpus, erase } from '../support/corpus.js'

describeCorpus({
  OSDMap: erase(osdMapCodec),
  'OSDMap::Incremental': erase(osdMapIncrementalCodec),
  pg_pool_t: erase(pgPoolCodec),
  pg_t: erase(pgIdCodec),
  osd_info_t: erase(osdInfoCodec),
  osd_xinfo_t: erase(osdXinfoCodec)
})
