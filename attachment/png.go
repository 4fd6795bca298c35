package attachment

import "encoding/binary"

// looks are the chunks of PNG beside the critical ones that decide how a picture looks; others tell of who made it.
var looks = map[string]bool{"tRNS": true, "gAMA": true, "cHRM": true, "sRGB": true, "iCCP": true, "sBIT": true, "bKGD": true,
	"pHYs": true}

const signature = 8 // bytes that a PNG begins with

// cleanPNG leaves out texts, EXIF and times, and whatever stands behind the picture. false when the file is not whole.
func cleanPNG(data []byte) ([]byte, bool) {
	const around = 12 // length, name and checksum of a chunk
	out := append(make([]byte, 0, len(data)), data[:signature]...)
	for rest := data[signature:]; len(rest) >= around; {
		size := int64(binary.BigEndian.Uint32(rest)) + around
		if size > int64(len(rest)) {
			return nil, false
		}
		name := string(rest[4:8])
		if critical := name[0]&0x20 == 0; critical || looks[name] {
			out = append(out, rest[:size]...)
		}
		if name == "IEND" {
			return out, true
		}
		rest = rest[size:]
	}
	return nil, false
}
