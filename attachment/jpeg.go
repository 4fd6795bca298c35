package attachment

import (
	"bytes"
	"encoding/binary"
)

// Markers of JPEG (ITU-T T.81, table B.1).
const (
	startOfScan = 0xda
	endOfImage  = 0xd9
	startOfFile = 0xd8
	comment     = 0xfe
	app0        = 0xe0
	app2        = 0xe2
	app14       = 0xee
	app15       = 0xef
)

// cleanJPEG leaves out the segments that say where, when and with what a picture was taken (EXIF and XMP in APP1, IPTC in
// APP13, comments, makers' own) and whatever stands behind the picture. What decides how it looks stays: JFIF, the
// colour profile, Adobe's colour transform. The direction of the camera goes with EXIF: who sends must turn the picture
// upright. false when the file is not whole.
func cleanJPEG(data []byte) ([]byte, bool) {
	out := append(make([]byte, 0, len(data)), data[:2]...)
	for rest := data[2:]; ; {
		for len(rest) > 1 && rest[0] == 0xff && rest[1] == 0xff {
			rest = rest[1:] // markers may be preceded by any number of these
		}
		if len(rest) < 2 || rest[0] != 0xff {
			return nil, false
		}
		if rest[1] == endOfImage {
			return append(out, rest[:2]...), true
		}
		size, whole := segment(rest)
		if !whole {
			return nil, false
		}
		if stays(rest[1], rest[4:size]) {
			out = append(out, rest[:size]...)
		}
		rest = rest[size:]
	}
}

// segment gives the size of a segment with its marker; that of a scan includes the picture's data behind it.
func segment(rest []byte) (size int, whole bool) {
	if len(rest) < 4 || rest[1] == startOfFile || rest[1] == 0 {
		return 0, false
	}
	length := int(binary.BigEndian.Uint16(rest[2:]))
	size = 2 + length
	if length < 2 || size > len(rest) {
		return 0, false
	}
	if rest[1] == startOfScan {
		size += scan(rest[size:])
	}
	return size, size < len(rest)
}

// scan gives the length of a picture's data: up to a marker that is neither stuffing nor a restart.
func scan(rest []byte) int {
	for at := 0; ; {
		i := bytes.IndexByte(rest[at:], 0xff)
		if i < 0 || at+i+1 >= len(rest) {
			return len(rest)
		}
		at += i
		if next := rest[at+1]; next != 0 && (next < 0xd0 || next > 0xd7) {
			return at
		}
		at += 2
	}
}

func stays(marker byte, content []byte) bool {
	switch {
	case marker == app0:
		return bytes.HasPrefix(content, []byte("JFIF\x00"))
	case marker == app2:
		return bytes.HasPrefix(content, []byte("ICC_PROFILE\x00"))
	}
	return marker == app14 || marker != comment && (marker < app0 || marker > app15)
}
