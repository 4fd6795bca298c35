package attachment

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"jieli/fault"
)

// picture is a small one with some detail, so that its data hold stuffed bytes.
func picture() image.Image {
	img := image.NewRGBA(image.Rect(0, 0, 64, 48))
	for i := range 64 * 48 {
		img.Set(i%64, i/64, color.RGBA{uint8(i * 7), uint8(i * 13 >> 2), uint8(i * i), 255})
	}
	return img
}

func plainJPEG(t testing.TB) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture(), &jpeg.Options{Quality: 97}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// part is one segment of a JPEG.
func part(marker byte, content string) []byte {
	size := binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(content)+2))
	return append(size, content...)
}

// chunk is one chunk of a PNG.
func chunk(name, content string) []byte {
	b := append(binary.BigEndian.AppendUint32(nil, uint32(len(content))), name+content...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE([]byte(name+content)))
}

// put inserts bytes at a place.
func put(data []byte, at int, more ...[]byte) []byte {
	return append(append(bytes.Clone(data[:at]), bytes.Join(more, nil)...), data[at:]...)
}

func TestAPhotoIsKeptWithoutPlaceAndDeviceAndOtherwiseByteForByte(t *testing.T) {
	plain := plainJPEG(t)
	profile := part(0xe2, "ICC_PROFILE\x00\x01\x01profile")
	told := put(plain, 2, part(0xe0, "JFXX\x00small picture"), part(0xe1, "Exif\x00\x00GPS 24.46N 112.63E HUAWEI"), profile,
		part(0xe1, "http://ns.adobe.com/xap/1.0/\x00<place/>"), part(0xe2, "MPF\x00"), part(0xed, "Photoshop 3.0\x00"),
		part(0xfe, "taken by"), []byte{0xff, 0xff}, part(0xe5, "maker"))
	told = append(told, "a film of the moment"...)
	f, err := Read(told)
	if err != nil {
		t.Fatal(err)
	}
	if want := put(plain, 2, profile); !bytes.Equal(f.Data, want) {
		t.Errorf("kept are %d bytes, want the %d of the picture and its colours", len(f.Data), len(want))
	}
	if f.Type != "image/jpeg" || f.Name() != Hash(f.Data)+".jpg" {
		t.Errorf("%s %s", f.Type, f.Name())
	}
	if _, err := jpeg.Decode(bytes.NewReader(f.Data)); err != nil {
		t.Error(err)
	}
}

func TestWhatWasCleanedStaysAsItIsAndKeepsItsName(t *testing.T) {
	once, err := Read(put(plainJPEG(t), 2, part(0xe1, "Exif\x00\x00")))
	if err != nil {
		t.Fatal(err)
	}
	twice, err := Read(once.Data)
	if err != nil || twice.Name() != once.Name() {
		t.Errorf("%v, %v", twice, err)
	}
	if plain, _ := Read(plainJPEG(t)); plain.Name() != once.Name() {
		t.Error("the same picture has two names")
	}
}

func TestAPNGIsKeptWithoutItsTexts(t *testing.T) {
	var b bytes.Buffer
	if err := png.Encode(&b, picture()); err != nil {
		t.Fatal(err)
	}
	header := len("\x89PNG\r\n\x1a\n") + len(chunk("IHDR", strings.Repeat("x", 13)))
	told := put(b.Bytes(), header, chunk("tEXt", "Author\x00某人"), chunk("eXIf", "GPS"), chunk("tIME", "1234567"))
	f, err := Read(append(told, "behind the picture"...))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(f.Data, b.Bytes()) || f.Type != "image/png" {
		t.Errorf("kept are %d bytes of %s, want %d", len(f.Data), f.Type, b.Len())
	}
}

func TestWhatItIsDoesNotDependOnWhatItIsCalled(t *testing.T) {
	f, err := Read([]byte("%PDF-1.7\n%%EOF"))
	if err != nil || f.Type != "application/pdf" || Ending(f.Type) != ".pdf" {
		t.Errorf("%v, %v", f, err)
	}
	for _, data := range []string{"", "<svg onload=alert(1)>", "GIF89a", "PK\x03\x04", " %PDF-1.7", "MZ"} {
		if _, err := Read([]byte(data)); !is(err, "attachment_kind") {
			t.Errorf("%q: %v", data, err)
		}
	}
}

func TestAPictureThatIsCutOffIsRefused(t *testing.T) {
	whole := plainJPEG(t)
	for n := 3; n < len(whole); n++ {
		if _, err := Read(whole[:n]); !is(err, "attachment_damaged") {
			t.Fatalf("%d of %d bytes: %v", n, len(whole), err)
		}
	}
	if _, err := Read([]byte("\x89PNG\r\n\x1a\n\xff\xff\xff\xffIDAT12345678")); !is(err, "attachment_damaged") {
		t.Error(err)
	}
}

func is(err error, code string) bool {
	e, ok := err.(*fault.Error)
	return ok && e.Kind == fault.Invalid && e.Findings[0].Code == code
}

func FuzzRead(f *testing.F) {
	f.Add(plainJPEG(f))
	f.Add(put(plainJPEG(f), 2, part(0xe1, "Exif")))
	f.Add([]byte("\x89PNG\r\n\x1a\n" + string(chunk("IEND", ""))))
	f.Fuzz(func(t *testing.T, data []byte) {
		once, err := Read(data)
		if err != nil {
			return
		}
		if len(once.Data) > len(data) {
			t.Fatal("it grew")
		}
		twice, err := Read(once.Data)
		if err != nil || twice.Name() != once.Name() {
			t.Fatalf("a second reading gives another: %v", err)
		}
	})
}
