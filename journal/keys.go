package journal

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/mod/sumdb/note"

	"jieli/fault"
)

// Files of the keys folder. Both hold raw bytes; both must be backed up, apart from the database.
const (
	MasterFile  = "master.key"  // 32 bytes: what record keys and column keys depend on
	SigningFile = "signing.key" // 32 bytes: the seed of the Ed25519 key that signs checkpoints (RFC 8032)
	keySize     = 32
)

// Keys are the secrets of one site, read from its keys folder.
type Keys struct {
	Vault  *Vault
	Signer note.Signer // signs checkpoints under the site's name
	public string
}

// OpenKeys reads the keys folder, and makes it and both keys when there are none. name is the site's name under which
// checkpoints are signed (no blanks, no plus sign); alg is what new values are sealed with. Errors are *fault.Error:
// Unavailable when a file is missing, has the wrong size, is readable by others or cannot be read; Invalid for name or
// alg.
func OpenKeys(dir, name string, alg Algorithm) (*Keys, error) {
	if !isKeyName(name) {
		return nil, codeKeyName.Error(fault.Invalid, "name", name)
	}
	if !alg.known() {
		return nil, codeAlgorithm.Error(fault.Invalid, "name", alg)
	}
	if err := makeKeys(dir); err != nil {
		return nil, err
	}
	master, err := readKey(filepath.Join(dir, MasterFile))
	if err != nil {
		return nil, err
	}
	seed, err := readKey(filepath.Join(dir, SigningFile))
	if err != nil {
		return nil, err
	}
	vault, err := NewVault(master, alg)
	if err != nil {
		return nil, err
	}
	return newKeys(name, seed, vault)
}

func newKeys(name string, seed []byte, vault *Vault) (*Keys, error) {
	private := ed25519.NewKeyFromSeed(seed)
	public, err := note.NewEd25519VerifierKey(name, private.Public().(ed25519.PublicKey))
	if err != nil {
		return nil, codeKeyName.Error(fault.Invalid, "name", name).Because(err)
	}
	hash := strings.TrimPrefix(public, name+"+")[:8]
	secret := base64.StdEncoding.EncodeToString(append([]byte{1}, seed...)) // 1: Ed25519 in signed notes
	signer, err := note.NewSigner("PRIVATE+KEY+" + name + "+" + hash + "+" + secret)
	if err != nil {
		return nil, codeKeyName.Error(fault.Invalid, "name", name).Because(err)
	}
	return &Keys{Vault: vault, Signer: signer, public: public}, nil
}

// Public is the public key as text, name+hash+base64, to be published so that anyone can check the site's checkpoints.
func (k *Keys) Public() string { return k.public }

// makeKeys makes both keys when neither exists. One without the other is refused: a new master key beside an old
// journal would leave every personal value unreadable, and nobody would notice before it matters.
func makeKeys(dir string) error {
	var missing []string
	for _, name := range []string{MasterFile, SigningFile} {
		if _, err := os.Lstat(filepath.Join(dir, name)); errors.Is(err, fs.ErrNotExist) {
			missing = append(missing, name)
		}
	}
	switch len(missing) {
	case 0:
		return nil
	case 1:
		return codeKeyMissing.Error(fault.Unavailable, "file", filepath.Join(dir, missing[0]))
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return codeKeyFile.Error(fault.Unavailable, "file", dir).Because(err)
	}
	for _, name := range missing {
		if err := writeKey(filepath.Join(dir, name)); err != nil {
			return codeKeyFile.Error(fault.Unavailable, "file", filepath.Join(dir, name)).Because(err)
		}
	}
	return nil
}

func writeKey(file string) error {
	key := make([]byte, keySize)
	rand.Read(key) // never fails
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(key)
	if err == nil {
		err = f.Sync()
	}
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return errors.Join(err, os.Remove(file))
	}
	return nil
}

func readKey(file string) ([]byte, error) {
	info, err := os.Stat(file)
	if err != nil {
		return nil, codeKeyFile.Error(fault.Unavailable, "file", file).Because(err)
	}
	if mode := info.Mode(); mode.Perm()&0o077 != 0 {
		return nil, codeKeyAccess.Error(fault.Unavailable, "file", file, "mode", fmt.Sprintf("%04o", mode.Perm()))
	}
	if !info.Mode().IsRegular() || info.Size() != keySize {
		return nil, codeKeySize.Error(fault.Unavailable, "file", file, "want", keySize, "size", info.Size())
	}
	key, err := os.ReadFile(file)
	if err != nil {
		return nil, codeKeyFile.Error(fault.Unavailable, "file", file).Because(err)
	}
	if len(key) != keySize {
		return nil, codeKeySize.Error(fault.Unavailable, "file", file, "want", keySize, "size", len(key))
	}
	if bytes.Equal(key, make([]byte, keySize)) { // what a file system may leave after a power cut
		return nil, codeKeyBlank.Error(fault.Unavailable, "file", file)
	}
	return key, nil
}

// isKeyName holds a name to the rules of signed notes.
func isKeyName(name string) bool {
	if name == "" || len(name) > 200 || !utf8.ValidString(name) || strings.Contains(name, "+") {
		return false
	}
	return strings.IndexFunc(name, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }) < 0
}
