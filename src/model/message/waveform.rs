//! The picture of a voice message: how loud it is over time.
//!
//! <https://docs.discord.com/developers/resources/message#message-object-message-flags> (voice messages)

/// How loud a recording is over time, as a voice message shows it: 0 is silence and 255 the loudest moment.
///
/// `samples` are of one channel, `rate` says how many make a second. There is a volume for each 100 ms, and at most 256.
///
/// ```
/// use ito::model::waveform;
///
/// let (quiet, loud) = ([0_i16; 4800], [i16::MIN; 4800]);
/// assert_eq!(waveform(&[quiet, loud].concat(), 48_000), [0, 255]);
/// ```
pub fn waveform(samples: &[i16], rate: u32) -> Vec<u8> {
    let tenth = (rate as usize / 10).max(1);
    let slice = tenth.max(samples.len().div_ceil(MOST));
    let peaks: Vec<u32> = samples.chunks(slice).map(peak).collect();
    let loudest = peaks.iter().copied().max().unwrap_or(0).max(1);
    peaks.iter().map(|peak| u8::try_from(peak * 255 / loudest).unwrap_or(u8::MAX)).collect()
}

fn peak(samples: &[i16]) -> u32 {
    samples.iter().map(|sample| u32::from(sample.unsigned_abs())).max().unwrap_or(0)
}

/// Volumes that Discord's clients make of a recording, however long it is.
const MOST: usize = 256;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_recording_has_256_volumes_and_a_short_one_ten_a_second() {
        assert_eq!(waveform(&vec![1; 48_000], 48_000), [255; 10]);
        assert_eq!(waveform(&vec![1; 48_000 * 60], 48_000).len(), 256);
        assert_eq!(waveform(&[1; 4801], 48_000).len(), 2);
        assert_eq!(waveform(&[], 48_000), [0; 0]);
        assert_eq!(waveform(&[0; 9], 0), [0; 9]);
    }

    #[test]
    fn volumes_are_measured_against_the_loudest() {
        assert_eq!(waveform(&[100, -200, 50, 0], 10), [127, 255, 63, 0]);
    }
}
